import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { describeMapped, visitPages } from '../mapped-pages.ts';
import type { Lab2Observation } from '../observation.ts';

const { KSTKSIZE, PTE_W } = memlayout;

export const kernelStack: Invariant<Lab2Observation> = {
  name: 'kernel stack',
  sentence: 'The boot stack is mapped below KSTACKTOP, writable by the kernel.',
  why: 'The first trap of a program pushes its frame there: if it cannot, the machine resets.',
  violations: ({ kernel }) => {
    const found: Violation[] = [];
    const start = kernel.kstacktop - KSTKSIZE;
    visitPages(kernel, start, kernel.kstacktop, (address, target, rights) => {
      const expected = kernel.places.bootstack + (address - start);
      if (target === expected && rights & PTE_W) return;
      found.push({ address, expected: describeMapped(expected, PTE_W), found: describeMapped(target, rights) });
    });
    return found;
  },
};
