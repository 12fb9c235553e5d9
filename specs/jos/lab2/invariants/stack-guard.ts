import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { describeMapped, visitPages } from '../mapped-pages.ts';
import type { Lab2Observation } from '../observation.ts';

const { KSTKSIZE, PTSIZE } = memlayout;

export const stackGuard: Invariant<Lab2Observation> = {
  name: 'stack guard',
  sentence: "No page of the stack's region is mapped below the stack.",
  why: 'A stack that overflows must fault at once; the check looks at the lowest page, which an overflow reaches last.',
  violations: ({ kernel }) => {
    const found: Violation[] = [];
    visitPages(kernel, kernel.kstacktop - PTSIZE, kernel.kstacktop - KSTKSIZE, (address, target, rights) => {
      if (target >= 0) found.push({ address, expected: 'nothing', found: describeMapped(target, rights) });
    });
    return found;
  },
};
