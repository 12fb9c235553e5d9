import { ppn } from '../../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { hex, type Lab2Observation } from '../observation.ts';

/** Of reserved pages nobody ever sets or asks for the link. */
export const noLinkOffTheList: Invariant<Lab2Observation> = {
  name: 'no link off the list',
  sentence: 'A page that was given away has a null link.',
  why: 'The link is how page_free knows a page that is free already: if all have one, it cannot ask.',
  violations: (observation) => {
    const found: Violation[] = [];
    const { view } = observation;
    for (let page = ppn(0); page < view.pages; page = ppn(page + 1)) {
      const link = view.linkOf(page);
      if (link === 0 || observation.isFree(page) || observation.isReserved(page)) continue;
      found.push({ page, expected: 'a null link', found: hex(link) });
    }
    return found;
  },
};
