import type { JosInvariant } from '../invariant.ts';
import { hex, named } from '../observation.ts';

/** A narrower translation than the tables give is legal: the processor walks again before it faults (Intel SDM vol. 3, 4.10.4.3). */
export const tlbWithinTables: JosInvariant = {
  name: 'TLB within tables',
  sentence: 'The TLB answers nothing that the tables do not give, with at least those rights.',
  why: 'A stale entry lets a program use a page that was taken from it, or write one that it may only read.',
  violations: ({ kernel }) =>
    kernel.machine.mmu.staleEntries().map(({ va, pa }) => ({
      ...named(pa >>> 12),
      address: va >>> 0,
      expected: 'what the tables say',
      found: `${hex(va)} still cached as ${hex(pa)}`,
    })),
};
