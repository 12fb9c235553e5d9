/** What an invariant is: a named sentence about every state between two operations of programs, and the exact predicate. */
import type { Ppn } from '../../hardware/hardware.ts';
import type { Observation } from './observation.ts';

/** One place where an invariant does not hold. */
export interface Violation {
  /** The page or the process at fault, where there is one. */
  readonly page?: Ppn;
  readonly process?: number;
  readonly expected: string;
  readonly found: string;
}

export interface Invariant {
  readonly name: string;
  /** What holds. */
  readonly sentence: string;
  /** What goes wrong where it does not. */
  readonly why: string;
  violations(observation: Observation): Violation[];
}
