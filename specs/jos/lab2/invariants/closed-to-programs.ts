import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { describeMapped, visitPages } from '../mapped-pages.ts';
import type { Lab2Observation } from '../observation.ts';

const { PTE_U, PTE_W, ULIM, UTOP } = memlayout;

/** From UTOP to ULIM there are environments (in later labs), descriptors and tables, all to be read. */
export const closedToPrograms: Invariant<Lab2Observation> = {
  name: 'closed to programs',
  sentence: 'Programs may write nothing from UTOP on, and read nothing from ULIM on.',
  why: 'There is the kernel, and at KERNBASE all of memory: who can use that is contained by nothing any more.',
  violations: ({ kernel }) => {
    const found: Violation[] = [];
    visitPages(kernel, UTOP, 2 ** 32, (address, target, rights) => {
      if (target < 0 || (rights & PTE_U) === 0 || (address < ULIM && (rights & PTE_W) === 0)) return;
      const expected = address < ULIM ? 'nothing to write' : 'nothing for programs';
      found.push({ address, expected, found: describeMapped(target, rights) });
    });
    return found;
  },
};
