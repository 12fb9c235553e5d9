import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { describeMapped, visitPages } from '../mapped-pages.ts';
import type { Lab2Observation } from '../observation.ts';

const { KERNBASE, PTE_W } = memlayout;

/** The whole window, past the memory that there is: `size` is 2^32 - KERNBASE in the lab. That it is closed is `closed to programs`. */
export const memoryAtKernbase: Invariant<Lab2Observation> = {
  name: 'memory at KERNBASE',
  sentence: 'Each of the 256 MiB from KERNBASE on is mapped to its own physical address, writable by the kernel.',
  why: 'KADDR promises it: the kernel reaches every page there, tables and descriptors among them.',
  violations: ({ kernel }) => {
    const found: Violation[] = [];
    visitPages(kernel, KERNBASE, 2 ** 32, (address, target, rights) => {
      const expected = address - KERNBASE;
      if (target === expected && rights & PTE_W) return;
      found.push({ address, expected: describeMapped(expected, PTE_W), found: describeMapped(target, rights) });
    });
    return found;
  },
};
