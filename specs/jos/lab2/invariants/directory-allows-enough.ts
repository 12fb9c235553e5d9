import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { hex, type Lab2Observation } from '../observation.ts';

const { KERNBASE, PDX, PTE_U, PTE_W, PTSIZE } = memlayout;

export const directoryAllowsEnough: Invariant<Lab2Observation> = {
  name: 'directory allows enough',
  sentence: 'Below UTOP a directory entry gives every right that an entry of its table gives.',
  why: 'Both must allow an access, and one directory entry serves a thousand pages: what it withholds, all of them lack.',
  violations: ({ kernel, spaces: [{ mappings }] }) => {
    const { words } = kernel.machine.memory;
    return mappings.flatMap(({ va: address, permissions: flags }): Violation[] => {
      const entry = words[(kernel.kernPgdir - KERNBASE) / 4 + PDX(address)];
      const missing = flags & (PTE_W | PTE_U) & ~entry;
      if (missing === 0) return [];
      const expected = `${rightsOf(flags)} in the directory entry for ${hex(Math.floor(address / PTSIZE) * PTSIZE)}`;
      return [{ address, expected, found: hex(entry) }];
    });
  },
};

const rightsOf = (flags: number): string =>
  [flags & PTE_W ? ['PTE_W'] : [], flags & PTE_U ? ['PTE_U'] : []].flat().join(' and ');
