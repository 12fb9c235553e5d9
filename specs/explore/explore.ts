/** `explore`: all states of a system, or as many as limits allow, by any of the searches. */
import { BoundedPreemptions } from './bounded-preemptions.ts';
import { BreadthFirst } from './breadth-first.ts';
import { DepthFirst } from './depth-first.ts';
import type { End, Explored, Limits } from './exploration.ts';
import { irreducible } from './reduction.ts';
import type { TransitionSystem } from './transition-system.ts';

/** How to explore, and how far. */
export interface ExploreOptions extends Limits {
  /** `breadth`, the usual, finds what is wrong in as few transitions as can be; `depth` goes as far as it goes first. */
  readonly search?: 'breadth' | 'depth';
  /** Whether states that differ in names alone are one. */
  readonly symmetry?: boolean;
  /** Whether orders in which actors do what does not touch the others are left out: what is found wrong need not be found in few transitions. */
  readonly reduce?: boolean;
  /** Whether to look for runs on which what should come at last never comes. */
  readonly eventually?: boolean;
  /** How often somebody who could go on may be preempted; any number if it is not given. */
  readonly preemptions?: number;
}

/** What a system cannot be searched for. The message says why. */
export class Unsearchable extends Error {}

/** A search that is run piece by piece. */
export interface StateSearch {
  /** Goes on until all was seen, something does not hold, or a limit is reached; after a limit it may be run once more. */
  run(limits: Limits): End;
  /** What came of it, as far as it has run. */
  readonly explored: Explored;
}

/**
 * Explores `system` from its first state. The result is the same each time, unless time ends it. Throws Unsearchable for a symmetry that the system
 * does not have, and what the system's own code throws.
 */
export const explore = (system: TransitionSystem, options: ExploreOptions = {}): Explored => {
  const search = searchOf(system, options);
  search.run(options);
  return search.explored;
};

/** The search that `options` ask for, not run yet. Throws Unsearchable. */
export const searchOf = (system: TransitionSystem, options: ExploreOptions): StateSearch => {
  const { search = 'breadth', symmetry = false, eventually = false, reduce = false } = options;
  const bounded = systemOf(system, options);
  return search === 'depth'
    ? new DepthFirst(bounded, { symmetry })
    : new BreadthFirst(bounded, { symmetry, eventually, reduce });
};

/** The system that a search with `options` goes through: `system`, or what is left of it where preemptions are bounded. Throws Unsearchable. */
export const systemOf = (system: TransitionSystem, options: ExploreOptions): TransitionSystem => {
  const { symmetry, preemptions } = options;
  if (options.reduce) refuseReduce(system, options);
  if (options.eventually) refuseEventually(system, options);
  if (symmetry && system.canonize === undefined)
    throw new Unsearchable(`${system.name} does not say which states differ in names alone: it has no canonize`);
  if (preemptions === undefined) return system;
  if (symmetry) throw new Unsearchable('a bound of preemptions tells actors apart, and symmetry does not: one of them');
  return new BoundedPreemptions(system, preemptions);
};

/** What should come at last is looked for among all states that are told apart, breadth first. */
const refuseEventually = (system: TransitionSystem, { search, symmetry, preemptions }: ExploreOptions): void => {
  if ((system.eventually ?? []).length === 0)
    throw new Unsearchable(`${system.name} does not say what should come at last: it has no eventually`);
  if (search === 'depth') throw new Unsearchable('what should come at last is looked for breadth first');
  if (symmetry)
    throw new Unsearchable('what should come at last is said of actors, and symmetry does not tell them apart');
  if (preemptions !== undefined)
    throw new Unsearchable('with a bound of preemptions nobody is treated fairly: what should come at last need not');
};

/** Orders are left out of all transitions, breadth first, and nothing else is left out. */
const refuseReduce = (
  system: TransitionSystem,
  { search, symmetry, preemptions, eventually }: ExploreOptions,
): void => {
  const why = irreducible(system);
  if (why !== null) throw new Unsearchable(why);
  if (search === 'depth') throw new Unsearchable('orders are left out breadth first');
  if (symmetry || preemptions !== undefined || eventually)
    throw new Unsearchable(
      `orders that are left out, and ${symmetry ? 'names' : eventually ? 'what should come at last' : 'a bound of preemptions'}: one of them`,
    );
};
