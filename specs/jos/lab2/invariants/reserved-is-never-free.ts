import type { Invariant } from '../../../judge/invariant.ts';
import { type Lab2Observation, named } from '../observation.ts';

export const reservedIsNeverFree: Invariant<Lab2Observation> = {
  name: 'reserved is never free',
  sentence: 'Page 0, the hole for devices, the kernel and what boot_alloc gave away are not on the free list.',
  why: 'They are in use by firmware, devices and the kernel: who gets one destroys it, or sees his data destroyed.',
  violations: (observation) =>
    observation.freeList
      .filter((page) => observation.isReserved(page))
      .map((page) => ({ ...named(page), expected: 'not on the free list', found: 'on it' })),
};
