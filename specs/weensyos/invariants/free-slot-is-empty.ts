import type { Invariant } from '../../judge/invariant.ts';

export const freeSlotIsEmpty: Invariant = {
  name: 'free slot is empty',
  sentence: 'A process slot that is free has no page table.',
  why: 'Whatever it still refers to was freed with its process, or is lost.',
  violations: ({ view }) =>
    (view.slots?.() ?? []).flatMap(({ pid, isFree, root }) => {
      if (!isFree || root === 0) return [];
      return [{ page: root, process: pid, expected: 'no page table', found: `a root at page ${root.toString(16)}` }];
    }),
};
