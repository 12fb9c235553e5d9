import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { describeMapped, visitPages } from '../mapped-pages.ts';
import type { Lab2Observation } from '../observation.ts';

const { KERNBASE, PAGE_INFO_BYTES, PGSIZE, PTE_U, ROUNDUP, UPAGES } = memlayout;

export const descriptorsAtUpages: Invariant<Lab2Observation> = {
  name: 'descriptors at UPAGES',
  sentence: 'pages[] is mapped at UPAGES, for programs to read and not to write.',
  why: 'Programs read there how often a page is shared; one that writes there decides who gets which page.',
  violations: ({ kernel }) => {
    const found: Violation[] = [];
    const end = UPAGES + ROUNDUP(kernel.npages * PAGE_INFO_BYTES, PGSIZE);
    visitPages(kernel, UPAGES, end, (address, target, rights) => {
      const expected = kernel.pages - KERNBASE + (address - UPAGES);
      if (target === expected && rights === PTE_U) return;
      found.push({ address, expected: describeMapped(expected, PTE_U), found: describeMapped(target, rights) });
    });
    return found;
  },
};
