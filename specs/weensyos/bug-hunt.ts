/** Hunts bugs of WeensyOS: by random programs, or by the programs of the course for what those cannot show. */
import type { Executable } from '../../hardware/hardware.ts';
import type { PageOrder, WeensyKernel } from '../../kernel/kernel.ts';
import { allocators, exitProgram, forkProgram } from '../../userland/userland.ts';
import type { Catch, HuntOptions, SeededBug } from '../bugs/seeded-bug.ts';
import { Checker, InvariantBroken } from '../judge/checker.ts';
import type { WeensyBug } from './bug.ts';
import { campaign, type Failure } from './campaign.ts';
import { weensyJudging } from './judging.ts';
import { ModelBroken } from './model.ts';
import { readable, type Scenario } from './scenario.ts';

const COURSE_PROGRAMS: readonly (readonly Executable[])[] = [allocators(), [forkProgram()], [exitProgram()]];
const COURSE_ORDERS: readonly PageOrder[] = [{ kind: 'first-fit' }, { kind: 'cursor', stride: 3 }];
const COURSE_EVENTS = 200;

/** `bug` with all that a list of bugs tells of it; its code is in `file`. */
export const weensySeed = (bug: WeensyBug, file: string): SeededBug => {
  const { id, title, story, caughtBy, because, programs, Kernel } = bug;
  const byCourse = programs === 'course';
  return {
    ...{ id, title, story, file, caughtBy, system: 'WeensyOS', Code: Kernel, docs: 'docs/invariants.md' },
    ...(because !== undefined && { because }),
    hunter: byCourse ? 'the programs of the course, checked at every trap' : 'random programs, as of ringfence check',
    hunt: (options) => (byCourse ? huntByCourse(Kernel, options.cases) : huntByCampaign(Kernel, options)),
  };
};

const huntByCampaign = (Kernel: typeof WeensyKernel, { seed, cases, shortens }: HuntOptions): Catch | null => {
  const { failure } = campaign({ Kernel, seed, runs: cases, shortens });
  return failure === null ? null : catchOf(failure);
};

const catchOf = ({ error, scenario, runs }: Failure): Catch => ({
  caughtBy: nameOf(error),
  says: sentenceOf(error),
  cases: runs,
  length: scenario.programs.reduce((sum, steps) => sum + steps.length, 0),
  sequence: sequenceOf(scenario),
});

/** The programs, and how the oracle answers where it must not as usual. */
const sequenceOf = ({ programs, choices, asked }: Scenario): string[] => {
  const lines = programs.flatMap((steps) => readable(steps).split('\n'));
  const unusual = choices.flatMap((choice, i) => (choice > 0 ? [`${choice} for question ${i + 1}`] : []));
  return unusual.length === 0
    ? lines
    : [...lines, `// an oracle (${asked.join(', ')}) says ${unusual.join(', ')}, else 0`];
};

const huntByCourse = (Kernel: typeof WeensyKernel, most: number): Catch | null => {
  const runs = COURSE_PROGRAMS.flatMap((programs) => COURSE_ORDERS.map((order) => ({ programs, order })));
  for (const [i, parameters] of runs.slice(0, most).entries()) {
    const error = errorOfRun(new Kernel(parameters));
    if (error === null) continue;
    return { caughtBy: nameOf(error), says: sentenceOf(error), cases: i + 1, length: null, sequence: [] };
  }
  return null;
};

/** What goes wrong in a run of `kernel`, with all invariants checked at every trap; null if nothing does. */
const errorOfRun = (kernel: WeensyKernel): Error | null => {
  const checker = new Checker(kernel, 'every-trap', weensyJudging);
  try {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, COURSE_EVENTS);
    checker.check();
    return kernel.machine.execution.halt;
  } catch (error) {
    if (error instanceof InvariantBroken) return error;
    throw error;
  }
};

const nameOf = (error: Error): string => {
  if (error instanceof InvariantBroken) return `invariant: ${error.invariant.name}`;
  return error instanceof ModelBroken && !/^the kernel panics/.test(error.message) ? 'model' : 'panic of the kernel';
};

const sentenceOf = (error: Error): string => {
  if (!(error instanceof InvariantBroken)) return error.message;
  const { violation, during } = error;
  return `expected ${violation.expected}; found ${violation.found}; after ${during}`;
};
