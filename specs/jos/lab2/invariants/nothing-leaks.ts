import { ppn } from '../../../../hardware/hardware.ts';
import type { JosInvariant, JosViolation } from '../invariant.ts';
import { named } from '../observation.ts';

export const nothingLeaks: JosInvariant = {
  name: 'nothing leaks',
  sentence: 'Every page that is not reserved, not mapped, no page table and given to nobody is on the free list.',
  why: 'Nobody can ever give it back: memory fills up with such pages, until every allocation fails.',
  violations: ({ state, references, held, isReserved }) => {
    const free = new Set(state.free);
    return state.counts.flatMap((_, number): JosViolation[] => {
      const page = ppn(number);
      if (isReserved(page) || references.has(page) || held.has(page) || free.has(page)) return [];
      return [{ ...named(page), expected: 'on the free list, as nobody uses it', found: 'not on it' }];
    });
  },
};
