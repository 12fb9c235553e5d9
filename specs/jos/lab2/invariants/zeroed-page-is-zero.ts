import { PAGE_SIZE } from '../../../../hardware/hardware.ts';
import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant } from '../../../judge/invariant.ts';
import { hex, type Lab2Observation, named } from '../observation.ts';

export const zeroedPageIsZero: Invariant<Lab2Observation> = {
  name: 'zeroed page is zero',
  sentence: 'A page allocated with ALLOC_ZERO holds zeros, whatever other flags are set.',
  why: 'Anything else is what its last owner left: to a program a secret, in a page table a mapping.',
  violations: ({ kernel, call }) => {
    if (call?.asked.name !== 'page_alloc' || call.stopped !== null || call.result === 0) return [];
    if ((call.asked.flags & memlayout.ALLOC_ZERO) === 0) return [];
    const page = kernel.view.pageOf(call.result);
    const word = call.after[page].findIndex((value) => value !== 0);
    if (word < 0) return [];
    const found = `${hex(call.after[page][word])} in physical word ${hex(page * PAGE_SIZE + word * 4)}`;
    return [{ ...named(page), expected: 'zeros', found }];
  },
};
