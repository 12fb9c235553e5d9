import { ppn } from '../../../../hardware/hardware.ts';
import type { EnvInvariant } from '../invariant.ts';
import { hex } from '../observation.ts';

/** A narrower translation than the tables give is legal: the processor walks again before it faults (Intel SDM vol. 3, 4.10.4.3). */
export const cachedAsMapped: EnvInvariant = {
  name: 'cached as mapped',
  sentence: 'The TLB answers nothing that the tables in force do not give, with at least those rights.',
  why: 'A stale entry lets a program use a page that was taken from it, or write one that has become copy-on-write.',
  violations: ({ kernel }) =>
    kernel.machine.mmu.staleEntries().map(({ va, pa }) => ({
      page: ppn(pa >>> 12),
      expected: `${hex(va)} as the tables have it`,
      found: `still cached as ${hex(pa)}`,
    })),
};
