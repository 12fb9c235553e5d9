import type { WeensyBug } from '../bug.ts';
import { oldPageNeverFreed } from '../faults/replaced-page.ts';

export const keepsOldPage: WeensyBug = {
  id: 'weensyos-18',
  title: 'page_alloc over a mapped page does not free that',
  story: 'The handout says so in half a sentence, and no program of the course asks twice for the same address.',
  caughtBy: 'invariant: nothing leaks',
  goesWrongIn: 'page_alloc',
  file: 'specs/weensyos/faults/replaced-page.ts',
  Kernel: oldPageNeverFreed.Kernel,
};
