/** What went wrong in a run, said on stderr, and the exit code that it ends with. */
import { type Machine, type ProgramError, register } from '../../hardware/hardware.ts';
import { mistakeOf } from '../limits/mistake.ts';
import { placeText } from '../limits/own-code.ts';
import type { Outcome } from '../run/end-of-run.ts';

/**
 * Says what went wrong, if anything did; `describe` words the error of a program. Returns the exit code: 1 for a program in error
 * and for a kernel that is wrong or stopped.
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
  if (stopped && halt !== null)
    process.stderr.write(`ringfence: the kernel stopped: ${halt.message}${sourceOf(halt)}\n`);
  if (broken !== null) process.stderr.write(`ringfence: the kernel broke an invariant: ${broken.message}\n`);
  return errors.length > 0 || stopped || broken !== null ? 1 : 0;
};

/** Where in the user's own code an error was thrown, or a loop was, if it is known. */
const sourceOf = (error: Error): string => {
  const place = mistakeOf(error.cause ?? error)?.place ?? null;
  return place === null ? '' : `\n    ${placeText(place)}`;
};
