import type { Ppn } from '../../../../hardware/hardware.ts';
import type { JosInvariant, JosViolation } from '../invariant.ts';
import { type JosObservation, named } from '../observation.ts';

export const freeMeansUnused: JosInvariant = {
  name: 'free means unused',
  sentence:
    'A page on the free list is mapped nowhere below UTOP, is no page table, was given to nobody, and counts 0.',
  why: 'It will be given to somebody, and then two write to it.',
  violations: (observation) =>
    observation.state.free.flatMap((page): JosViolation[] => {
      const use = useOf(observation, page);
      return use === null ? [] : [{ ...named(page), expected: 'unused, as it is on the free list', found: use }];
    }),
};

const useOf = ({ state, references, held }: JosObservation, page: Ppn): string | null => {
  const uses = references.get(page) ?? 0;
  if (uses > 0) return `mappings and tables: ${uses}`;
  if (held.has(page)) return 'given away by page_alloc, and not freed since';
  return state.counts[page] === 0 ? null : `a count of ${state.counts[page]}`;
};
