/**
 * What is explored: states in machine words, transitions that are numbered, and what must hold. States of a few words, and steps that change them in
 * place, are what makes millions of them affordable.
 */

/** A system whose states are all of `words` words of 32 bits. Equal words are equal states: bits that mean nothing must be 0. */
export interface TransitionSystem {
  /** As reports call it. */
  readonly name: string;
  readonly words: number;
  /** How many transitions there are, enabled or not: they are known by their numbers, from 0. */
  readonly transitions: number;
  /** What must hold of each state. */
  readonly invariants: readonly StateProperty[];
  /** What should hold of some state: an exploration that reaches none of them has shown little. */
  readonly goals?: readonly StateProperty[];
  /** What should come at last, of every run in which whoever can act all the time does act. Takes `actorOf`. */
  readonly eventually?: readonly Eventuality[];
  /** Writes the first state into `state`, which holds zeros. */
  begin(state: Int32Array): void;
  /** Takes transition `transition` from `state`, in place. Returns whether it is enabled; where it is not, `state` is as it was. */
  step(transition: number, state: Int32Array): boolean;
  /** A transition as people write it: `fork(1)`. */
  transitionText(transition: number): string;
  /** A state as people read it. */
  stateText(state: Int32Array): string;
  /** Puts in the place of `state` the one that stands for it and for all that differ from it in names alone. */
  canonize?(state: Int32Array): void;
  /** Who takes a transition, by number: a process, a thread. Where nothing says so one takes them all. */
  actorOf?(transition: number): number;
  /** What `actor` may touch from `state` on. For `reduce`, which takes `actorOf`, too, and properties that say what they read. */
  touches?(actor: number, state: Int32Array): Touches;
}

/** What an actor may touch. */
export interface Touches {
  /** With the step that is its next, whichever that is, and whether or not it can be taken now. */
  readonly next: Parts;
  /** With that and all that may follow. */
  readonly later: Parts;
}

/** Parts of a state, a bit each: what an actor looks at, to know whether it can act or what to do, and what it changes. */
export interface Parts {
  readonly reads: number;
  readonly writes: number;
}

/** What a state may be like. */
export interface StateProperty {
  readonly name: string;
  readonly sentence: string;
  /** The parts of a state that it reads, a bit each; 0 if it is said only of states that nothing leads on from. For `reduce`. */
  readonly reads?: number;
  holds(state: Int32Array): boolean;
}

/** What should come at last: of each run that meets a state of which `when` is true, or of each run if there is no `when`, a state of which `holds` is. */
export interface Eventuality extends StateProperty {
  when?(state: Int32Array): boolean;
}
