import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant } from '../../../judge/invariant.ts';
import { hex, type Lab2Observation } from '../observation.ts';

const { PGSIZE, ROUNDUP } = memlayout;

/** Seen where pieces are asked for one after another: each begins where the one before ended, or later. */
export const wholePagesAtBoot: Invariant<Lab2Observation> = {
  name: 'whole pages at boot',
  sentence: 'What boot_alloc gives begins at the start of a page.',
  why: 'page_init knows only whole pages: one that is used in part goes on the free list, and to somebody else.',
  violations: ({ call }) => {
    if (call === null || call.stopped !== null || call.asked.name !== 'boot_alloc') return [];
    const address = call.result >>> 0;
    if (address % PGSIZE === 0) return [];
    return [{ address, expected: hex(ROUNDUP(address, PGSIZE)), found: hex(address) }];
  },
};
