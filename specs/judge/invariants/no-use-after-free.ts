import type { Invariant } from '../invariant.ts';
import { describeReferences } from '../observation.ts';

export const noUseAfterFree: Invariant = {
  name: 'no use after free',
  sentence: 'A page whose count is 0 is referred to by no table and no mapping.',
  why: 'It will be handed out again, and two owners will write over each other.',
  violations: ({ view, references }) =>
    [...references].flatMap(([page, who]) => {
      if (view.kindOf(page) !== 'allocatable' || view.referenceCount(page) > 0) return [];
      return [{ page, expected: 'nobody', found: describeReferences(who) }];
    }),
};
