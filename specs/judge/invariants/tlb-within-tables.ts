import { ppn } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';

/** A narrower translation than the tables give is legal: the processor walks again before it faults (Intel SDM vol. 3, 4.10.4.3). */
export const tlbWithinTables: Invariant = {
  name: 'TLB within tables',
  sentence: 'The TLB answers nothing that the tables in force do not give, with at least those rights.',
  why: 'A stale entry lets a program use a page that was taken from it; only an invalidation takes that away.',
  violations: ({ machine, view }) =>
    machine.mmu.staleEntries().map(({ va, pa }) => ({
      page: ppn(pa >>> 12),
      ...(machine.cpu.slot > 0 && { process: view.pidOf(machine.cpu.slot) }),
      expected: 'what the tables say',
      found: `0x${va.toString(16)} still cached as 0x${(pa >>> 0).toString(16)}`,
    })),
};
