import type { Ppn } from '../../../../hardware/hardware.ts';
import type { EnvInvariant, EnvViolation } from '../invariant.ts';
import { describeUse } from '../observation.ts';

export const freePagesAreUnused: EnvInvariant = {
  name: 'free pages are unused',
  sentence: 'A page on the free list is there once, counts 0, and is used by no environment.',
  why: 'It will be given to somebody, and then two environments write to it.',
  violations: ({ state, uses }) => {
    const expected = 'unused, as it is on the free list';
    const found: EnvViolation[] = [];
    const seen = new Set<Ppn>();
    for (const page of state.free) {
      const users = uses.get(page);
      if (seen.has(page)) found.push({ page, expected: 'on the free list once', found: 'on it twice' });
      else if (users !== undefined) found.push({ page, expected, found: users.map(describeUse).join(', ') });
      else if (state.counts[page] !== 0) found.push({ page, expected, found: `a count of ${state.counts[page]}` });
      seen.add(page);
    }
    return found;
  },
};
