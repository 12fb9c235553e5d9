import { ppn } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';
import { describeReferences } from '../observation.ts';

export const exactReferenceCount: Invariant = {
  name: 'exact reference count',
  sentence: 'A page in use counts precisely the tables and mappings that refer to it.',
  why: 'With too low a count it is freed under someone who still uses it; with too high a count it is never freed.',
  violations: ({ view, references }) =>
    [...references].flatMap(([page, who]) => {
      const count = view.referenceCount(page);
      const counted = view.kindOf(page) === 'allocatable' && count > 0;
      if (!counted || count === who.length) return [];
      return [{ page: ppn(page), expected: `${who.length}: ${describeReferences(who)}`, found: `a count of ${count}` }];
    }),
};
