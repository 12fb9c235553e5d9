/** The plainest exploration there is, to hold others against: states as text in a map, one after another. For specs. */
import type { TransitionSystem } from './transition-system.ts';

/** What was found. */
export interface PlainlyExplored {
  /** The distance of each state from the first, by its words. */
  readonly depths: ReadonlyMap<string, number>;
  readonly edges: number;
  /** States of which an invariant does not hold. */
  readonly broken: readonly string[];
}

export const textOf = (state: Int32Array): string => state.join(' ');

export const stateOf = (text: string): Int32Array => Int32Array.from(text.split(' '), Number);

/** All states of `system` that can be reached without passing one of which an invariant does not hold. */
export const plainlyExplored = (system: TransitionSystem): PlainlyExplored => {
  const first = new Int32Array(system.words);
  system.begin(first);
  const depths = new Map([[textOf(first), 0]]);
  const broken: string[] = [];
  let edges = 0;
  for (const [text, depth] of depths) {
    if (system.invariants.some((invariant) => !invariant.holds(stateOf(text)))) {
      broken.push(text);
      continue;
    }
    for (let transition = 0; transition < system.transitions; transition++) {
      const state = stateOf(text);
      if (!system.step(transition, state)) continue;
      edges++;
      if (!depths.has(textOf(state))) depths.set(textOf(state), depth + 1);
    }
  }
  return { depths, edges, broken };
};

/** The state after `transitions`; null where one is not enabled. */
export const reached = (system: TransitionSystem, transitions: readonly number[]): Int32Array | null => {
  const state = new Int32Array(system.words);
  system.begin(state);
  return transitions.every((transition) => system.step(transition, state)) ? state : null;
};
