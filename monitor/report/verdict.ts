/** What went wrong in a run, said on stderr, and the exit code that it ends with. */
import { type Halt, type ProgramError, register, stackOf } from '../../hardware/hardware.ts';
import { type KernelView, Panic } from '../../kernel/kernel.ts';
import { grouped, type System } from '../../presentation/presentation.ts';
import { InvariantBroken, type ModelBroken, stopText } from '../../specs/specs.ts';
import { complain } from '../command-line/width.ts';
import { placeOfCause } from '../limits/mistake.ts';
import { placeIn, placeText } from '../limits/own-code.ts';
import type { Outcome } from '../run/end-of-run.ts';

/** Nothing but what the machine itself knows went wrong. */
export const NOTHING_ELSE: Outcome = { stuck: null, isQuiet: false, broken: null, thrown: null };

/**
 * Says what went wrong, if anything did. Returns the exit code: 1 for a program in error, for a kernel that is wrong or stopped, and where
 * everything waits because of what a program did.
 */
export const verdict = (system: System, { stuck, broken, thrown }: Outcome): number => {
  const { machine, view } = system.kernel;
  const { programErrors, halt } = machine.execution;
  const errors = stuck === null ? programErrors : [...programErrors, stuck];
  const describe = (error: ProgramError): string => system.describeError?.(error) ?? error.message;
  for (const error of errors) complain(`${describe(error)}${sourceOf(error)}`);
  const { runState } = machine.cpu;
  const stopped = runState === register.PANICKED || runState === register.TRIPLE_FAULTED;
  if (stopped && halt !== null) complain(`the kernel stopped: ${stopText(halt)}${siteOf(view, halt)}${sourceOf(halt)}`);
  const complaint = system.standstill?.()?.complaint;
  if (complaint !== undefined) complain(`${complaint}: nothing runs on`);
  if (thrown !== null) complain(`the kernel stopped: ${thrown}`);
  if (broken !== null) complain(brokenText(broken));
  const isWrong = errors.length > 0 || stopped || broken !== null || thrown !== null || complaint !== undefined;
  return isWrong ? 1 : 0;
};

/** What broke, in short: what the invariant says stands in the report. */
const brokenText = (broken: InvariantBroken | ModelBroken): string => {
  const who = subjectOf(broken);
  if (!(broken instanceof InvariantBroken)) return `the ${who} went wrong: ${broken.message}`;
  const { invariant, violation } = broken;
  return `the ${who} broke an invariant: ${invariant.name}: expected ${violation.expected}; found ${violation.found}`;
};

/** Who did wrong: the kernel, or what runs on it. */
export const subjectOf = (broken: InvariantBroken | ModelBroken): string =>
  broken instanceof InvariantBroken ? broken.subject : 'kernel';

/** The call by which a program asks for a panic: where the kernel was then is of no interest. */
const ASKED = 'panic';

/** Where a panic was, on whose behalf, and in which functions: lines that each begin with a line feed. */
const siteOf = (view: KernelView, halt: Halt): string => {
  if (!(halt instanceof Panic) || halt.site.handling === ASKED) return '';
  const { cycle, process: id, handling, backtrace } = halt.site;
  const whose = id === 0 ? '' : ` for ${view.nameOf(id)}`;
  const functions = backtrace.map((name, depth) => `\n  #${depth}  ${name}`);
  return `\n  at cycle ${grouped(Math.floor(cycle))}, in ${handling}${whose}${functions.join('')}`;
};

/** Where in the user's own code an error was thrown, or a loop was, if it is known. */
const sourceOf = (error: Error): string => {
  const place = error.cause === undefined ? placeIn(stackOf(error)) : placeOfCause(error.cause);
  return place === null ? '' : `\n    ${placeText(place)}`;
};
