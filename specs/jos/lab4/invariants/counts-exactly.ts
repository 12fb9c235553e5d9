import { ppn } from '../../../../hardware/hardware.ts';
import type { EnvInvariant, EnvViolation } from '../invariant.ts';
import { describeUse } from '../observation.ts';

export const countsExactly: EnvInvariant = {
  name: 'counts exactly',
  sentence:
    'A page that environments use counts how often they do: mapped below UTOP, as page table, as page directory.',
  why: 'With too low a count it is freed under an environment that still uses it; with too high a count it is never freed.',
  violations: ({ state, uses, isReserved }) =>
    [...uses].flatMap(([page, users]): EnvViolation[] => {
      const count = state.counts[page];
      if (isReserved(page) || count === users.length) return [];
      const expected = `a count of ${users.length}: ${users.map(describeUse).join(', ')}`;
      return [{ page: ppn(page), expected, found: `a count of ${count}` }];
    }),
};
