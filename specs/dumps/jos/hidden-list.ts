/** The checks of lab 2 hide the list of free pages while they run: then most free pages are on no list that can be found, and keep their links. */
import type { Lab2Observation } from '../../jos/lab2/observation.ts';
import type { Violation } from '../../judge/invariant.ts';

/** So many pages that nobody uses keep links by mistake, at most; a list that is hidden has hundreds. */
const BY_MISTAKE = 16;

/** Whether a check has hidden the free list: it is short, and of those `linked`, pages off it that keep a link, more than it has would belong on it. */
export const hidesFreeList = ({ view, freeList }: Lab2Observation, linked: readonly Violation[]): boolean => {
  const uncounted = linked.filter(({ page }) => page !== undefined && view.referenceCount(page) === 0).length;
  return uncounted > BY_MISTAKE && uncounted > new Set(freeList).size;
};
