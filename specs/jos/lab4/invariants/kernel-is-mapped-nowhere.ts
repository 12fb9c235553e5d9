import type { EnvInvariant, EnvViolation } from '../invariant.ts';
import { describeUse, type Use } from '../observation.ts';

export const kernelIsMappedNowhere: EnvInvariant = {
  name: 'the kernel is mapped nowhere below UTOP',
  sentence:
    'No program has memory of the kernel, a page table or a page directory, its own or another’s, among its own pages.',
  why: 'A program that can write a page table can give itself any page there is.',
  violations: ({ uses, kernelTables, isReserved }) =>
    [...uses].flatMap(([page, users]): EnvViolation[] => {
      const memory = users.find(({ as }) => as === 'memory');
      if (memory === undefined) return [];
      const other = users.find(({ as }) => as !== 'memory');
      if (!isReserved(page) && !kernelTables.has(page) && other === undefined) return [];
      return [
        { page, env: memory.env.id, expected: `no program’s: it is ${partOf(other)}`, found: describeUse(memory) },
      ];
    }),
};

const partOf = (use: Use | undefined): string => (use === undefined ? 'the kernel’s' : describeUse(use));
