/** An exploration: how far it may go, and what came of it. */
import type { Lasso } from './eventually.ts';
import type { Sighting, Sightings } from './sightings.ts';
import type { StateProperty, TransitionSystem } from './transition-system.ts';

/** How far an exploration may go. What is not given has no limit. */
export interface Limits {
  /** So many states at most. */
  readonly states?: number;
  /** No state is gone on from that is so far from the first: of the search breadth first. */
  readonly depth?: number;
  /** So many bytes at most for states, as far as they are known beforehand: before a table would grow beyond it, it ends. */
  readonly memory?: number;
  /** Asked every few thousand transitions; the exploration ends where it says no. */
  readonly hasTime?: () => boolean;
}

/** Why an exploration ended: all was seen, something does not hold, or a limit was reached. */
export type End = 'complete' | 'broken' | 'depth' | 'states' | 'memory' | 'seconds';

/** A property, and a run of transitions, as few as can be, to a state of which it is said. */
export interface Reached {
  readonly property: StateProperty;
  readonly transitions: readonly number[];
  readonly state: Int32Array;
}

/** What came of an exploration. */
export interface Explored {
  readonly end: End;
  /** States that were found; modulo renaming where names were left out. */
  readonly states: number;
  /** Transitions that were taken. */
  readonly edges: number;
  /** How far the farthest state that was found is from the first, in transitions. */
  readonly depth: number;
  /** States that were found and not gone on from. */
  readonly frontier: number;
  /** Bytes that states take. */
  readonly bytes: number;
  /** What does not hold, and how that comes about. */
  readonly broken: Reached | null;
  /** Goals of the system, in their order, that were reached; null for those that were not. */
  readonly goals: readonly (Reached | null)[];
  /** Where it was asked for and all was seen: of what should come at last, in the system's order, a fair run on which it never comes, or null. */
  readonly lassos?: readonly (Lasso | null)[];
}

/** What was seen on runs that are known. */
export const reachedIn = ({ broken, goals }: Sightings): Pick<Explored, 'broken' | 'goals'> => ({
  broken: reached(broken),
  goals: goals.map(reached),
});

const reached = (sighting: Sighting | null): Reached | null =>
  sighting === null ? null : { property: sighting.property, state: sighting.state, transitions: sighting.run ?? [] };

/** The transitions of a run, as people write them. */
export const runText = (system: TransitionSystem, transitions: readonly number[]): string[] =>
  transitions.map((transition) => system.transitionText(transition));
