/**
 * Who keeps up with memory while a kernel runs, from one entry into the kernel to the next: a ledger that follows each changed word, or,
 * where a kernel has none, whoever counts from scratch (recount.ts). Either tells what became of pages, and whether a state need be looked at.
 */
import type { Changes } from '../../../hardware/hardware.ts';
import type { Observation } from '../observation.ts';
import type { Transition } from './transition.ts';

/** What the root of page tables is told as, however many levels there are below it. */
export const ROOT_LEVEL = 9;

const LEVEL = /^L(\d) table$/;

/** The level that a reference is told as. */
export const levelOf = (as: string): number => (as === 'mapping' ? 0 : Number(LEVEL.exec(as)?.[1] ?? ROOT_LEVEL));

/** Who is told what became of physical pages, in numbers, because there are several such changes for each system call. */
export interface PageFollower {
  /** The reference count of `page` was `before` and is `count` now. */
  counted(page: number, before: number, count: number): void;
  /**
   * A reference to `page` came (`sign` is 1) or went (-1): a mapping at `va` if `level` is 0, else a table of that level or ROOT_LEVEL, whose
   * first address is `va`; in the tables under page `root`.
   */
  referred(page: number, sign: number, level: number, va: number, root: number): void;
  /** References are those of `state` now: what was told otherwise so far came and went unseen, in the present entry. */
  reconcile(state: Observation): void;
}

export interface Tracker {
  /** What changed in memory since `begin`. */
  readonly changes: Changes;
  /** The state at the last `leave`, if it was counted from scratch. */
  readonly counted: Observation | null;
  /** To be called at each entry into the kernel. */
  enter(): void;
  /** To be called at each return from it, and when it goes idle; with the call that ended, if one did. */
  leave(transition: Transition | null): void;
  /** Takes the present state for granted, however it came to be. */
  settle(): void;
  /** Begins a record of a call's changes, after `enter`; and ends it, before `leave`. */
  begin(): void;
  end(): void;
  /** Forgets what is recorded. */
  forget(): void;
  /** Whether memory in use may differ from what it was at `begin`, but for what a call of the process in `slot` may change in any case. */
  leavesChanges(slot: number): boolean;
  /** Whether some invariant may not hold in the state at the last `enter` or `leave`. */
  suspects(transition: Transition | null): boolean;
}
