/** What an invariant of JOS is: a named sentence about every state between two calls of the lab's functions, and the exact predicate. */
import type { Ppn } from '../../../hardware/hardware.ts';
import type { JosObservation } from './observation.ts';

/** One place where an invariant does not hold. */
export interface JosViolation {
  /** The page or the virtual address at fault, where there is one. */
  readonly page?: Ppn;
  readonly address?: number;
  readonly expected: string;
  readonly found: string;
}

export interface JosInvariant {
  readonly name: string;
  /** What holds. */
  readonly sentence: string;
  /** What goes wrong where it does not. */
  readonly why: string;
  /** Only advice: the lab suggests it and does not ask for it, so that a kernel without it is not wrong. */
  readonly advice?: true;
  violations(observation: JosObservation): JosViolation[];
}
