/** The shares that several threads have of one exploration, and what comes of all of them together. */
import { Arena } from './arena.ts';
import type { End, Explored, Reached } from './exploration.ts';
import { Levels } from './levels.ts';
import { shortestRun } from './shortest-run.ts';
import { type Sighting, Sightings } from './sightings.ts';
import type { SharedCrew } from './threads.ts';
import type { TransitionSystem } from './transition-system.ts';

/** What came of a share, as threads pass it on. */
export interface Share {
  readonly end: End;
  readonly states: number;
  readonly edges: number;
  readonly depth: number;
  readonly frontier: number;
  /** Bytes of all together. */
  readonly bytes: number;
  /** See `Levels`; the same for all. */
  readonly ends: readonly (readonly number[])[];
  /** The nearest state that it found of which something does not hold, and the nearest of each goal. */
  readonly seen: readonly { readonly state: Int32Array; readonly depth: number }[];
}

/** What came of all shares together: the same as of one search alone. */
export const togetherExplored = (
  system: TransitionSystem,
  levels: Levels,
  shares: readonly Share[],
  canonize: ((state: Int32Array) => void) | null,
): Explored => {
  const sum = (of: (share: Share) => number): number => shares.reduce((total, share) => total + of(share), 0);
  const sightings = new Sightings(system);
  for (const { seen } of shares) for (const { state, depth } of seen) sightings.look(state, depth);
  const reached = (sighting: Sighting | null): Reached | null => {
    if (sighting === null) return null;
    const { property, state, depth } = sighting;
    return { property, state, transitions: shortestRun(system, levels, { state, depth, canonize }) };
  };
  return {
    ...{ end: shares[0].end, states: sum(({ states }) => states), edges: sum(({ edges }) => edges) },
    ...{ depth: Math.max(...shares.map(({ depth }) => depth)), frontier: sum(({ frontier }) => frontier) },
    bytes: Math.max(...shares.map(({ bytes }) => bytes)),
    broken: reached(sightings.broken),
    goals: sightings.goals.map(reached),
  };
};

/** What came of the shares of a crew, which searched `system` in the memory `shared`. */
export const exploredByCrew = (
  system: TransitionSystem,
  { symmetry = false }: { readonly symmetry?: boolean },
  shared: SharedCrew,
  shares: readonly Share[],
): Explored => {
  const states = new Arena(system.words, shared.states);
  const levels = new Levels(states, shares.length, shares[0].ends);
  return togetherExplored(system, levels, shares, symmetry ? (state) => system.canonize?.(state) : null);
};
