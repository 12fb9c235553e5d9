import { ppn } from '../../hardware/hardware.ts';
import type { EnvInvariant, EnvViolation } from './invariant.ts';

export const unusedPagesAreFree: EnvInvariant = {
  name: 'unused pages are free',
  sentence: 'Every page that is not the kernel’s and that no environment uses is on the free list.',
  why: 'Nobody can ever give it back: memory fills up with pages of the dead, until every allocation fails.',
  violations: ({ state, uses, kernelTables, isReserved }) => {
    const free = new Set(state.free);
    return state.counts.flatMap((_, number): EnvViolation[] => {
      const page = ppn(number);
      if (isReserved(page) || kernelTables.has(page) || uses.has(page) || free.has(page)) return [];
      return [{ page, expected: 'on the free list, as nobody uses it', found: 'not on it' }];
    });
  },
};
