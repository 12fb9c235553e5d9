import { PAGE_SIZE } from '../../../../hardware/hardware.ts';
import type { JosView } from '../../../../kernel/kernel.ts';
import type { Invariant } from '../../../judge/invariant.ts';
import type { Call } from '../call.ts';
import { type Lab2Observation, named } from '../observation.ts';

/**
 * Advice, as the lab says no more than that one may want to panic. A count or a link that is not zero is all that page_free can see: the
 * last page of the list has neither, and freed again it passes, in JOS as it is taught too.
 */
export const wrongFreeIsRefused: Invariant<Lab2Observation> = {
  name: 'wrong free is refused',
  sentence: 'page_free stops the kernel for a page that is in use, or on the free list other than as its last.',
  why: 'The mistake is found where it is made, and not labs later, where two owners write to one page.',
  advice: true,
  violations: ({ call, view }) => {
    const reason = call === null || call.stopped !== null ? null : mayNotBeFreed(call, view);
    if (call?.asked.name !== 'page_free' || reason === null) return [];
    return [{ ...named(call.asked.page), expected: `a panic: ${reason}`, found: 'the page on the free list' }];
  },
};

/** Why the page that `call` frees must not be freed, if page_free can see it. */
export const mayNotBeFreed = ({ asked, before, free }: Call, { counts }: JosView): string | null => {
  if (asked.name !== 'page_free') return null;
  const at = counts.start + asked.page * counts.stride;
  const count = before[Math.floor(at / PAGE_SIZE)][(at % PAGE_SIZE) >> 2] & 0xffff;
  if (count !== 0) return `it counts ${count} references`;
  return free.slice(0, -1).includes(asked.page) ? 'it is free already' : null;
};
