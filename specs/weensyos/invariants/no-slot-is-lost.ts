import type { Invariant } from '../../judge/invariant.ts';

export const noSlotIsLost: Invariant = {
  name: 'no slot is lost',
  sentence: 'A process slot that is not free has a process, with a page table.',
  why: 'Nobody runs in it, and nobody frees it: forks find a slot less, until there is none.',
  violations: ({ view }) =>
    (view.slots?.() ?? []).flatMap(({ pid, state, isFree, root }) => {
      if (isFree || root !== 0) return [];
      return [
        {
          process: pid,
          expected: 'a free slot, or a process in it',
          found: `a slot that is ${state}, without a page table`,
        },
      ];
    }),
};
