/** `ringfence jos --lab 4 --grade`: each program of lab 4 on a kernel of its own, its points, and what was missing. */

import type { Executable, ProgramError } from '../../hardware/hardware.ts';
import { JosLab4, type JosParameters } from '../../kernel/kernel.ts';
import { DEFAULT_TIMER, parseTimer } from '../../presentation/boot/usage-error.ts';
import {
  awardLab4,
  BOUNDARIES_WITH_LIBRARY,
  ConsoleLines,
  gradeFor,
  LAB4_FULL,
  LAB4_TESTS,
  type Lab4Award,
  type Lab4Test,
  runLab4,
} from '../../specs/specs.ts';
import { jos } from '../../userland/userland.ts';
import { makeJos } from '../command-line/boot-options.ts';
import { deedOf, placeOfCause } from '../limits/mistake.ts';
import { placeText } from '../limits/own-code.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import type { GradeTold } from './json.ts';

const LEFT_OUT = `The course gives ${LAB4_FULL}: faultregs sets registers in assembly, and stresssched needs several CPUs; neither can run here.`;
const HINT = 'To see all that the console shows: ringfence run --kernel FILE PROGRAM';
const MOST_MISSING = 4;

/** What is graded: a kernel, with programs that may be linked with a library of the user's own. */
export interface Graded {
  readonly Kernel: typeof JosLab4;
  readonly programs: Readonly<Record<string, Executable>>;
}

/**
 * Grades a kernel booted with `parameters`, and tells the lines of each program as soon as it has run, then the sum. A program may take
 * `patience` seconds.
 */
export const gradeLab4Kernel = (
  graded: Graded,
  parameters: Partial<JosParameters>,
  patience: number,
  tell: (lines: readonly string[]) => void,
): GradeTold => {
  const awards = LAB4_TESTS.map((test) => {
    const { lines, trouble } = tryOut(test, graded, parameters, patience);
    const award = awardLab4(test, lines);
    tell([rowOf(award), ...whyLines(award, trouble)]);
    return { ...award, trouble };
  });
  const { score, full } = gradeFor(awards);
  const told = awards.map(({ line, missing, ...award }) => ({
    ...{ name: line, ...award },
    missing: missing.map(({ source }) => source.slice(1)),
  }));
  const grade = { awards: told, score, full };
  tell([`Score: ${score}/${full}`, LEFT_OUT, ...(isComplete(grade) ? [] : [HINT])]);
  return grade;
};

/** Whether no point is missing, and the kernel got through each program, whatever it earned before. */
export const isComplete = ({ awards }: GradeTold): boolean =>
  awards.every(({ earned, trouble }) => earned && trouble === null);

/** What the console showed, and what kept the kernel from going on, if anything did. */
interface Trial {
  readonly lines: readonly string[];
  readonly trouble: string | null;
}

const tryOut = (
  test: Lab4Test,
  { Kernel, programs }: Graded,
  parameters: Partial<JosParameters>,
  patience: number,
): Trial => {
  const timer = parseTimer(DEFAULT_TIMER);
  const most = programs === jos.JOS_PROGRAMS ? undefined : BOUNDARIES_WITH_LIBRARY;
  const kernel = makeJos({ ...parameters, timer, programs: [programs[test.program]] }, Kernel);
  const shown = new ConsoleLines(kernel);
  const trouble = troubleOf(patience, Kernel !== JosLab4, () => runLab4(test, kernel, shown, most));
  const { halt, programErrors } = kernel.machine.execution;
  const [error] = programErrors;
  if (error !== undefined && trouble === null) return { lines: shown.all(), trouble: errorText(error) };
  return { lines: shown.all(), trouble: trouble ?? (halt === null ? null : `the kernel stopped: ${halt.message}`) };
};

/** What `run`, of a kernel that may be the user's own, comes to besides its end, in words. */
const troubleOf = (patience: number, isOwn: boolean, run: () => void): string | null => {
  try {
    if (runLimited(patience, run)) return null;
    return deedOf(lateness(`it did not end within ${patience} s: does the kernel loop?`));
  } catch (error) {
    // Our own kernel throws nothing but what stops the machine: anything else is a mistake of ours.
    if (!isOwn) throw error;
    return `the kernel stopped: ${deedOf(error)}`;
  }
};

/** What a program did that no program may, and where in the user's own code. */
const errorText = (error: ProgramError): string => {
  const place = placeOfCause(error.cause);
  return place === null ? error.message : `${error.message}, ${placeText(place)}`;
};

const rowOf = ({ line, points, earned }: Lab4Award): string => `${line.padEnd(20)}${earned ? points : 0} of ${points}`;

const whyLines = ({ missing, unwelcome }: Lab4Award, trouble: string | null): string[] => {
  const more = missing.length - MOST_MISSING;
  return [
    ...missing.slice(0, MOST_MISSING).map(({ source }) => `    missing: ${source.slice(1)}`),
    ...(more > 0 ? [`    missing: ${more} lines more`] : []),
    ...unwelcome.map((line) => `    unwelcome: ${line}`),
    ...(trouble === null ? [] : [`    ${trouble}`]),
  ];
};
