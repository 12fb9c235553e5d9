import { type Ppn, ppn } from '../../../../hardware/hardware.ts';
import type { EnvInvariant } from '../invariant.ts';

export const unusedPagesAreFree: EnvInvariant = {
  name: 'unused pages are free',
  sentence: 'Every page that is not the kernel’s and that no environment uses is on the free list.',
  why: 'Nobody can ever give it back: memory fills up with pages of the dead, until every allocation fails.',
  violations: ({ state, uses, kernelTables, isReserved }) => {
    const free = new Set(state.free);
    const isLost = (page: Ppn): boolean =>
      !free.has(page) && !uses.has(page) && !kernelTables.has(page) && !isReserved(page);
    const lost = state.counts.map((_, page) => ppn(page)).filter(isLost);
    return lost.map((page) => ({ page, expected: 'on the free list, as nobody uses it', found: 'not on it' }));
  },
};
