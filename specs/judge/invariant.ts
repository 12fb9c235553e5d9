/** What an invariant is: a named sentence about every state between two entries into the kernel, and the exact predicate. */
import type { Ppn } from '../../hardware/hardware.ts';
import type { Observation } from './observation.ts';

/** One place where an invariant does not hold. */
export interface Violation {
  /** The page, the owner of an address space (`pid` of its view) and the virtual address at fault, where there are any. */
  readonly page?: Ppn;
  readonly process?: number;
  readonly address?: number;
  readonly expected: string;
  readonly found: string;
  /** The kernel has stopped, and that is what is wrong. */
  readonly hasStopped?: true;
}

/** What is judged: a kernel, or beside one that is right what a program brings. */
export type Subject = 'kernel' | 'library' | 'program';

/** An invariant of kernels that show at least what `Observed` has. */
export interface Invariant<Observed extends Observation = Observation> {
  readonly name: string;
  /** What holds. */
  readonly sentence: string;
  /** What goes wrong where it does not. */
  readonly why: string;
  /** Only advice: the assignment suggests it and does not ask for it, so that a kernel without it is not wrong. */
  readonly advice?: true;
  /** Who breaks it, if it is not the kernel. */
  readonly subject?: Subject;
  violations(observation: Observed): Violation[];
}

/** An invariant that does not hold, and the first place where it does not. */
export type Broken<Observed extends Observation = Observation> = readonly [Invariant<Observed>, Violation];

/** The first of `invariants` that does not hold, in their order; null if all do. */
export const firstBroken = <Observed extends Observation>(
  invariants: readonly Invariant<Observed>[],
  observation: Observed,
): Broken<Observed> | null => {
  for (const invariant of invariants) {
    const [violation] = invariant.violations(observation);
    if (violation !== undefined) return [invariant, violation];
  }
  return null;
};
