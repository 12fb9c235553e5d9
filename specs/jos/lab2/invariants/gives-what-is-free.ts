import type { Invariant } from '../../../judge/invariant.ts';
import { type Lab2Observation, named } from '../observation.ts';

export const givesWhatIsFree: Invariant<Lab2Observation> = {
  name: 'gives what is free',
  sentence: 'page_alloc gives a page that was on the free list, and NULL only if there was none.',
  why: 'What is not free belongs to somebody; and who is told that memory is used up gives up.',
  violations: ({ kernel, call }) => {
    if (call?.asked.name !== 'page_alloc' || call.stopped !== null) return [];
    const { free } = call;
    if (call.result === 0)
      return free.length === 0 ? [] : [{ expected: 'a page', found: `NULL, with ${free.length} free` }];
    const page = kernel.view.pageOf(call.result);
    return free.includes(page) ? [] : [{ ...named(page), expected: 'a page of the free list', found: 'another' }];
  },
};
