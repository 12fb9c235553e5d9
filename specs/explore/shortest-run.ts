/**
 * The run that leads to a state in as few transitions as can be. It is found backwards, through states that are one transition nearer each time, the one
 * with the smallest words first, so that it is always the same run.
 */
import { compareStates } from './compare.ts';
import type { Levels } from './levels.ts';
import type { TransitionSystem } from './transition-system.ts';

/** A state that was found: how far it is from the first, and how names were left out of states, if they were. */
export interface Target {
  readonly state: Int32Array;
  readonly depth: number;
  readonly canonize: ((state: Int32Array) => void) | null;
}

/** The transitions from the first state to `target`, all states nearer than which are in `levels`. */
export const shortestRun = (system: TransitionSystem, levels: Levels, target: Target): number[] => {
  const way: Int32Array[] = [target.state];
  for (let depth = target.depth - 1; depth >= 0; depth--) way.unshift(before(system, levels, depth, way[0], target));
  return alongside(system, way, target);
};

/** The state with the smallest words that was found at `depth` and leads to `to`. */
const before = (
  system: TransitionSystem,
  levels: Levels,
  depth: number,
  to: Int32Array,
  { canonize }: Target,
): Int32Array => {
  const [state, after] = [new Int32Array(system.words), new Int32Array(system.words)];
  let best: Int32Array | null = null;
  levels.each(depth, state, () => {
    if (best !== null && compareStates(state, best) > 0) return;
    if (transitionTo(system, state, to, after, canonize) >= 0) best = state.slice();
  });
  if (best === null) throw new Error('a state was found that no state leads to');
  return best;
};

/** The first transition that leads from `from` to `to`, or to what `to` stands for; -1 if none does. */
const transitionTo = (
  system: TransitionSystem,
  from: Int32Array,
  to: Int32Array,
  after: Int32Array,
  canonize: Target['canonize'],
): number => {
  for (let transition = 0; transition < system.transitions; transition++) {
    after.set(from);
    if (!system.step(transition, after)) continue;
    canonize?.(after);
    if (compareStates(after, to) === 0) return transition;
  }
  return -1;
};

/** The transitions that lead from the very first state through states that those of `way` stand for. */
const alongside = (system: TransitionSystem, way: readonly Int32Array[], { canonize }: Target): number[] => {
  const [state, after] = [new Int32Array(system.words), new Int32Array(system.words)];
  system.begin(state);
  return way.slice(1).map((next) => {
    const transition = transitionTo(system, state, next, after, canonize);
    system.step(transition, state);
    return transition;
  });
};
