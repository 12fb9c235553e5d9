/** What went wrong in a run, said on stderr, and the exit code that it ends with. */
import { type Halt, type Machine, type ProgramError, register, stackOf } from '../../hardware/hardware.ts';
import { placeOfCause } from '../limits/mistake.ts';
import { placeIn, placeText } from '../limits/own-code.ts';
import type { Outcome } from '../run/end-of-run.ts';

/** How a kernel's own words name things. */
export interface Words {
  /** The error of a program. */
  readonly describe?: (error: ProgramError) => string;
  /** Where the kernel stopped, in lines that each begin with a line feed. */
  readonly site?: (halt: Halt) => string;
}

/** Nothing but what the machine itself knows went wrong. */
export const NOTHING_ELSE: Outcome = { stuck: null, broken: null };

/**
 * Says what went wrong, if anything did. Returns the exit code: 1 for a program in error
 * and for a kernel that is wrong or stopped.
 */
export const verdict = (
  machine: Machine,
  { stuck, broken }: Outcome,
  { describe = ({ message }) => message, site = () => '' }: Words = {},
): number => {
  const { programErrors, halt } = machine.execution;
  const errors = stuck === null ? programErrors : [...programErrors, stuck];
  for (const error of errors) process.stderr.write(`ringfence: ${describe(error)}${sourceOf(error)}\n`);
  const { runState } = machine.cpu;
  const stopped = runState === register.PANICKED || runState === register.TRIPLE_FAULTED;
  if (stopped && halt !== null)
    process.stderr.write(`ringfence: the kernel stopped: ${halt.message}${site(halt)}${sourceOf(halt)}\n`);
  if (broken !== null) process.stderr.write(`ringfence: the kernel broke an invariant: ${broken.message}\n`);
  return errors.length > 0 || stopped || broken !== null ? 1 : 0;
};

/** Where in the user's own code an error was thrown, or a loop was, if it is known. */
const sourceOf = (error: Error): string => {
  const place = error.cause === undefined ? placeIn(stackOf(error)) : placeOfCause(error.cause);
  return place === null ? '' : `\n    ${placeText(place)}`;
};
