/** A kernel as a search moves it: what can be done with it, in which state it is, and what must hold of states and steps. */

import type { Answers } from './answers.ts';
import type { Branch } from './branch.ts';

/** What is wrong with a state, or with a step to it. */
export interface Wrong {
  /** The invariant, or what else was not held to. */
  readonly name: string;
  readonly sentence: string;
  /** Where, in words; what was expected there and what was found. */
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/** A kernel that was booted: its state when it is given away is the first. */
export interface ExploredKernel {
  readonly name: string;
  readonly branch: Branch;
  readonly answers: Answers;
  /** How many things can be done, by number from 0. */
  readonly acts: number;
  /** Whether anything can be done in the present state. */
  readonly goesOn: boolean;
  /** As people write it: `page_alloc(0x101000)`. */
  actText(act: number): string;
  /** Who would do something now: the number of a process; 0 if nobody. */
  readonly actor: number;
  /** What `actor` got from what it did last, or gets when it is its turn again. */
  resultOf(actor: number): number;
  /** Does it. Returns whether it was done, and nothing else in its place. Throws what the kernel's own code throws. */
  act(act: number): boolean;
  /** Whether a tick of the timer came in place of what was to be done last. */
  readonly isTick: boolean;
  /** The hash of what decides the future of the present state. It is good until the next call. */
  identify(): Int32Array;
  /** Remembers the present state as the one from which steps are judged. */
  depart(): void;
  /** What is wrong with the step that was just taken from there, by `act`; null if nothing. */
  wrongStep(act: number): Wrong | null;
  /** What is wrong with the present state; null if nothing. */
  wrongState(): Wrong | null;
  /** The present state as people read it. */
  stateText(): string;
}
