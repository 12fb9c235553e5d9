import { ppn } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';

export const nothingLeaks: Invariant = {
  name: 'nothing leaks',
  sentence: 'A page that nobody refers to is free.',
  why: 'Nobody can ever free it: memory fills up with such pages, until every allocation fails.',
  violations: ({ view, references }) => {
    const leaks: Violation[] = [];
    for (let page = 0; page < view.pages; page++) {
      const count = view.referenceCount(ppn(page));
      if (count === 0 || references.has(ppn(page)) || page === view.keptPage) continue;
      leaks.push({ page: ppn(page), expected: 'a count of 0: nobody refers to it', found: `a count of ${count}` });
    }
    return leaks;
  },
};
