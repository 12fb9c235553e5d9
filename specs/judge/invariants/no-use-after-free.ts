import type { Ppn } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';
import { describeReferences, type Observation } from '../observation.ts';

export const noUseAfterFree: Invariant = {
  name: 'no use after free',
  sentence: 'A page that the kernel may give away is referred to by no table and no mapping, and counts 0.',
  why: 'It will be handed out again, and two owners will write over each other.',
  violations: (observation) =>
    [...observation.references.keys(), ...observation.held, ...observation.view.freeList()].flatMap((page) => {
      const use = observation.isFree(page) && observation.isAllocatable(page) ? useOf(observation, page) : null;
      return use === null ? [] : [{ page, expected: 'nobody', found: use }];
    }),
};

/** What speaks against it that `page` is free; null if nothing does. */
const useOf = ({ view, references, held }: Observation, page: Ppn): string | null => {
  const who = references.get(page) ?? [];
  if (who.length > 0) return describeReferences(view, who);
  if (held.has(page)) return 'who took it, and has not given it back since';
  const count = view.referenceCount(page);
  return count === 0 ? null : `a count of ${count}`;
};
