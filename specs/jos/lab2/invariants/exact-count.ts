import { ppn } from '../../../../hardware/hardware.ts';
import type { JosInvariant, JosViolation } from '../invariant.ts';
import { named } from '../observation.ts';

export const exactCount: JosInvariant = {
  name: 'exact count',
  sentence: 'A page in use that is not reserved counts its mappings below UTOP, and one more if it is a page table.',
  why: 'With too low a count it is freed under someone who still uses it; with too high a count it is never freed.',
  violations: ({ state, references, held, isReserved }) =>
    state.counts.flatMap((count, page): JosViolation[] => {
      const uses = references.get(ppn(page)) ?? 0;
      const inUse = uses > 0 || held.has(ppn(page));
      if (!inUse || isReserved(page) || count === uses) return [];
      return [{ ...named(page), expected: `a count of ${uses}`, found: `a count of ${count}` }];
    }),
};
