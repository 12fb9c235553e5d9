import type { EnvInvariant, EnvViolation } from './invariant.ts';
import { describeUse } from './observation.ts';

export const freePagesAreUnused: EnvInvariant = {
  name: 'free pages are unused',
  sentence: 'A page on the free list is there once, counts 0, and is used by no environment.',
  why: 'It will be given to somebody, and then two environments write to it.',
  violations: ({ state, uses }) => {
    const seen = new Set<number>();
    return state.free.flatMap((page): EnvViolation[] => {
      const users = uses.get(page) ?? [];
      const twice = seen.has(page);
      seen.add(page);
      const expected = 'unused, as it is on the free list';
      if (twice) return [{ page, expected: 'on the free list once', found: 'on it twice' }];
      if (users.length > 0) return [{ page, expected, found: users.map(describeUse).join(', ') }];
      return state.counts[page] === 0 ? [] : [{ page, expected, found: `a count of ${state.counts[page]}` }];
    });
  },
};
