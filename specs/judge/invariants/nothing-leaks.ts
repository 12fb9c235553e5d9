import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';
import type { Observation } from '../observation.ts';

export const nothingLeaks: Invariant = {
  name: 'nothing leaks',
  sentence: 'A page that nobody refers to is free.',
  why: 'Nobody can ever free it: memory fills up with such pages, until every allocation fails.',
  violations: (observation) => {
    const { view, references, held } = observation;
    const leaks: Violation[] = [];
    const { pages } = view;
    for (let number = 0; number < pages; number++) {
      const page = ppn(number);
      const count = view.referenceCount(page);
      if (!isTaken(observation, page, count)) continue;
      if (references.has(page) || held.has(page) || page === view.keptPage) continue;
      const found = count > 0 ? `a count of ${count}` : 'not among the free pages';
      leaks.push({ page, expected: 'free: nobody refers to it', found });
    }
    return leaks;
  },
};

/** Whether the kernel has `page` for taken. Those that it never gives away count nothing, unless it counts them for itself. */
const isTaken = (observation: Observation, page: Ppn, count: number): boolean =>
  observation.isAllocatable(page) ? !observation.isFree(page) : count !== 0 && !observation.view.countsReserved;
