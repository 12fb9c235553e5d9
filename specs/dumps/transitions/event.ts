/** The event between two dumps in a row, as far as rules about it must know: who asked for what, and what it may do then. */
import type { Va } from '../../../hardware/hardware.ts';

/** A page of somebody's memory, by the number of its owner; all of it where no address is given. */
export interface Place {
  readonly pid: number;
  readonly va?: Va;
}

export interface Passed {
  /** In words, as reports have it. */
  readonly text: string;
  readonly caller: number;
  /** What it may map, unmap, and give other rights. */
  readonly asks: readonly Place[];
  /** Where a page that it maps is a fresh one, if it does that. */
  readonly fresh: (Place & { readonly va: Va }) | null;
  /** What a child that it makes begins with: registers alone, or memory, too; null if it makes none. */
  readonly forks: 'registers' | 'memory' | null;
  /** Whether the caller is no more afterwards. */
  readonly ends: boolean;
  /** The caller's registers when it came, by their places among the words that the kernel saves, as far as they are known; and which hold the result. */
  readonly registers: ReadonlyMap<number, number>;
  readonly result: readonly number[];
  /** Whose saved registers it may change otherwise, beside those of a child. */
  readonly sends: readonly number[];
}

/** The registers that words on the kernel's stack hold, if those are of this very entry: they agree with all that its line tells. Else what that tells. */
export const registersOf = (
  stack: Int32Array | null,
  told: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> =>
  stack !== null && [...told].every(([at, value]) => stack[at] === value) ? new Map(stack.entries()) : told;
