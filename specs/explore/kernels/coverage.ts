/** How much of all that there is a random walk meets: states and steps of a kernel, of which all were found before. */
import { Random } from '../../xorshift.ts';
import type { ExploredKernel } from './explored-kernel.ts';
import type { KernelSearch } from './kernel-search.ts';
import type { KernelStep } from './step-list.ts';

/** So many walks from the first state, of so many steps at most, drawn from a seed. */
export interface KernelWalks {
  readonly walks: number;
  readonly steps: number;
  readonly seed: number;
}

/** What was met, of how many; and the steps to the nearest state that was not met, null if all were. */
export interface KernelCovered {
  readonly states: number;
  readonly ofStates: number;
  readonly edges: number;
  readonly ofEdges: number;
  readonly missed: readonly KernelStep[] | null;
}

/** Of so many answers of the oracle one is unusual. */
const USUALLY = 4;

/** Takes `walks` through `system`, in its first state, of which `search` has found all states; afterwards it is in that state again. */
export const kernelCoverage = (
  search: KernelSearch,
  system: ExploredKernel,
  { walks, steps, seed }: KernelWalks,
): KernelCovered => {
  const { states: ofStates, edges: ofEdges } = search.explored;
  const [isMet, taken, random] = [new Uint8Array(ofStates), new Set<string>(), new Random()];
  const first = search.stateOf(system.identify());
  isMet[first] = 1;
  for (let walk = 0; walk < walks; walk++) {
    random.seed(seed, walk);
    const mark = system.branch.mark();
    let state = first;
    for (let step = 0; step < steps && system.goesOn; step++) {
      const from = state;
      const name = stepped(system, random);
      state = search.stateOf(system.identify());
      if (name !== null) taken.add(`${from} ${name}`);
      isMet[state] = 1;
    }
    system.branch.undo(mark);
  }
  const missed = isMet.indexOf(0);
  return {
    ...{ states: isMet.reduce((sum, met) => sum + met, 0), ofStates, edges: taken.size, ofEdges },
    missed: missed < 0 ? null : search.stepsTo(missed),
  };
};

/** Takes a random step. Returns a name for it, the same for the same step; null if nothing could be done. */
const stepped = (system: ExploredKernel, random: Random): string | null => {
  const mark = system.branch.mark();
  const act = random.below(system.acts);
  system.answers.beginDrawn((_question, ways) => (random.once(USUALLY) ? random.below(ways) : 0));
  const isDone = system.act(act);
  system.branch.note(mark);
  if (!isDone && !system.isTick) return null;
  return `${system.isTick ? 0 : act} ${system.answers.given.join()}`;
};
