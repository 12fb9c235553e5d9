/** What went wrong in a run, said on stderr, and the exit code that it ends with. */
import { type Machine, type ProgramError, register } from '../../hardware/hardware.ts';
import type { Outcome } from '../run/end-of-run.ts';

/**
 * Says what went wrong, if anything did; `describe` words the error of a program. Returns the exit code: 2 for a program in error, 1 for a
 * kernel that is wrong or stopped.
 */
export const verdict = (
  machine: Machine,
  { stuck, broken }: Outcome,
  describe: (error: ProgramError) => string = ({ message }) => message,
): number => {
  const { programErrors, halt } = machine.execution;
  const errors = stuck === null ? programErrors : [...programErrors, stuck];
  for (const error of errors) process.stderr.write(`ringfence: ${describe(error)}${sourceOf(error)}\n`);
  const { runState } = machine.cpu;
  const stopped = runState === register.PANICKED || runState === register.TRIPLE_FAULTED;
  if (stopped && halt !== null) process.stderr.write(`ringfence: the kernel stopped: ${halt.message}\n`);
  if (broken !== null) process.stderr.write(`ringfence: the kernel broke an invariant: ${broken.message}\n`);
  if (errors.length > 0) return 2;
  return stopped || broken !== null ? 1 : 0;
};

/** Where in the program's own source an error was thrown, if it was. */
const sourceOf = (error: ProgramError): string => {
  const stack = error.cause instanceof Error ? error.cause.stack : undefined;
  const at = stack?.split('\n').find((line) => /^\s+at /.test(line));
  return at === undefined ? '' : `\n${at}`;
};
