/** How a real kernel is judged whose life is gone through: by what is found in the memory at hand. */
import { LAB2_INVARIANTS } from '../jos/lab2/invariants/list.ts';
import { LAB4_INVARIANTS } from '../jos/lab4/invariants/list.ts';
import type { Invariant } from '../judge/invariant.ts';
import type { Judging } from '../judge/judging.ts';
import { Observation } from '../judge/observation.ts';
import { Recount } from '../judge/watch/recount.ts';
import { INVARIANTS } from '../weensyos/invariants/list.ts';
import type { FramesPlaying } from './frames-playing.ts';
import type { DumpKind } from './open-dump.ts';

type Named = Pick<Invariant, 'name' | 'sentence' | 'why'>;

/** What models of a system are held to: some of it may be asked of memory alone, and a real kernel is held to more. */
const OF_MODELS: Readonly<Record<DumpKind['system'], readonly Named[]>> = {
  WeensyOS: INVARIANTS,
  JOS: [...LAB2_INVARIANTS, ...LAB4_INVARIANTS],
};

/** The judging of what `playing` shows. */
export const framesJudging = (playing: FramesPlaying): Judging => {
  const observe = (): Observation => new Observation(playing.kernel);
  return {
    get invariants() {
      return judged(playing);
    },
    observe,
    track: (kernel, follower) => new Recount(kernel, observe, follower),
  };
};

/** Those that can be asked of memory, each with the places that were found. */
const judged = ({ findings, kind }: FramesPlaying): Invariant[] => {
  const { violations, advice, notJudged } = findings;
  const left = new Set([...notJudged.flatMap(({ names }) => names), ...advice.map(({ name }) => name)]);
  const asked = OF_MODELS[kind.system].filter(({ name }) => !left.has(name));
  const named = new Map<string, Named>([...asked, ...violations].map((one) => [one.name, one]));
  return [...named.values()].map(({ name, sentence, why }) => ({
    ...{ name, sentence, why },
    violations: () => [...(violations.find((found) => found.name === name)?.places ?? [])],
  }));
};
