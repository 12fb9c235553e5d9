/** The checks of lab 2 hide the list of free pages while they run: then most free pages are on no list that can be found, and keep their links. */
import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import type { DumpedJosView } from './view.ts';

/** So many pages that nobody uses keep links by mistake, at most; a list that is hidden has hundreds. */
const BY_MISTAKE = 16;

/** Whether a check has hidden the free list: it is short, and more pages than it has would belong on it. */
export const hidesFreeList = (view: DumpedJosView, listed: ReadonlySet<Ppn>): boolean => {
  let linked = 0;
  for (let page = ppn(0); page < view.pages; page = ppn(page + 1))
    if (
      view.kindOf(page) === 'allocatable' &&
      view.linkOf(page) !== 0 &&
      view.referenceCount(page) === 0 &&
      !listed.has(page)
    )
      linked++;
  return linked > Math.max(BY_MISTAKE, listed.size);
};
