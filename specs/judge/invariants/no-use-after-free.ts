import type { Ppn } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';
import { describeReferences, type Observation } from '../observation.ts';

export const noUseAfterFree: Invariant = {
  name: 'no use after free',
  sentence: 'A page that the kernel may give away is referred to by no table and no mapping, and counts 0.',
  why: 'It will be handed out again, and two owners will write over each other.',
  violations: (observation) => {
    const { references, held, freeList, view } = observation;
    const found: Violation[] = [];
    const look = (page: Ppn): void => {
      const use = observation.isFree(page) && observation.isAllocatable(page) ? useOf(observation, page) : null;
      if (use !== null) found.push({ page, expected: 'nobody', found: use });
    };
    for (const page of references.keys()) look(page);
    for (const page of held) look(page);
    for (const page of freeList) if (view.referenceCount(page) !== 0) look(page);
    return found;
  },
};

/** What speaks against it that `page` is free; null if nothing does. */
const useOf = ({ view, references, held }: Observation, page: Ppn): string | null => {
  const who = references.get(page) ?? [];
  if (who.length > 0) return describeReferences(view, who);
  if (held.has(page)) return 'who took it, and has not given it back since';
  const count = view.referenceCount(page);
  return count === 0 ? null : `a count of ${count}`;
};
