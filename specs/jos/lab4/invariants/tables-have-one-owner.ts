import type { EnvInvariant, EnvViolation } from '../invariant.ts';
import { describeUse } from '../observation.ts';

export const tablesHaveOneOwner: EnvInvariant = {
  name: 'tables have one owner',
  sentence: 'A page directory, and a page table below UTOP, is used by one environment, at one place.',
  why: 'What one environment maps appears in the other, and whoever ends first gives back what the other still uses.',
  violations: ({ uses, kernelTables }) =>
    [...uses].flatMap(([page, users]): EnvViolation[] => {
      const tables = users.filter(({ as }) => as !== 'memory');
      if (tables.length === 0 || (tables.length === 1 && !kernelTables.has(page))) return [];
      return [{ page, expected: 'one owner', found: tables.map(describeUse).join(', ') }];
    }),
};
