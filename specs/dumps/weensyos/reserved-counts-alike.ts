/** Where pages that are never given away count 1, as in some years they do, one that counts more was counted by mistake. */
import { ppn } from '../../../hardware/hardware.ts';
import type { Invariant } from '../../judge/invariant.ts';

export const reservedCountsAlike: Invariant = {
  name: 'reserved counts alike',
  sentence: 'Page 0 and the hole for devices, the console in it, all count 0, or all count 1.',
  why: 'They were counted, or freed below 0, by who took them for pages of a process; and what is freed may be given away.',
  violations: ({ view }) =>
    Array.from({ length: view.pages }, (_, page) => ppn(page)).flatMap((page) => {
      const kind = view.kindOf(page);
      const count = view.referenceCount(page);
      if (view.countsReserved !== true || count <= 1 || (kind !== 'reserved' && kind !== 'console')) return [];
      return [{ page, expected: 'a count of 1', found: `a count of ${count}` }];
    }),
};
