/** What an invariant across environments is: a named sentence about every state in which a program of JOS runs, and the exact predicate. */
import type { Ppn } from '../../../hardware/hardware.ts';
import type { EnvironmentsObservation } from './observation.ts';

/** One place where an invariant does not hold. */
export interface EnvViolation {
  /** The page and the environment's id at fault, where there are any. */
  readonly page?: Ppn;
  readonly env?: number;
  readonly expected: string;
  readonly found: string;
}

export interface EnvInvariant {
  readonly name: string;
  /** What holds. */
  readonly sentence: string;
  /** What goes wrong where it does not. */
  readonly why: string;
  violations(observation: EnvironmentsObservation): EnvViolation[];
}
