import type { JosInvariant } from '../invariant.ts';
import { named } from '../observation.ts';

export const reservedIsNeverFree: JosInvariant = {
  name: 'reserved is never free',
  sentence: 'Page 0, the hole for devices, the kernel and what boot_alloc gave away are not on the free list.',
  why: 'They are in use by firmware, devices and the kernel: who gets one destroys it, or sees his data destroyed.',
  violations: ({ state, isReserved }) =>
    state.free.filter(isReserved).map((page) => ({ ...named(page), expected: 'not on the free list', found: 'on it' })),
};
