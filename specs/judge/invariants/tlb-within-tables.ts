import { ppn } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';

export const tlbWithinTables: Invariant = {
  name: 'TLB within tables',
  sentence: 'The TLB answers nothing that the tables in force do not give, with at least those rights.',
  why: 'A stale entry lets a program use a page that was taken from it; only an invalidation takes that away.',
  violations: ({ machine }) =>
    machine.mmu.staleEntries().map(({ va, pa }) => ({
      page: ppn(pa >> 12),
      process: machine.cpu.slot,
      expected: 'what the tables say',
      found: `0x${va.toString(16)} still cached as 0x${pa.toString(16)}`,
    })),
};
