import { ppn } from '../../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { hex, type Lab2Observation, named } from '../observation.ts';

/** Of reserved pages nobody ever sets or asks for the link. */
export const noLinkOffTheList: Invariant<Lab2Observation> = {
  name: 'no link off the list',
  sentence: 'A page that was given away has a null link.',
  why: 'The link is how page_free knows a page that is free already: if all have one, it cannot ask.',
  violations: (observation) =>
    observation.state.counts.flatMap((_, page): Violation[] => {
      const link = observation.view.linkOf(ppn(page));
      if (link === 0 || observation.isReserved(page) || observation.isFree(ppn(page))) return [];
      return [{ ...named(page), expected: 'a null link', found: hex(link) }];
    }),
};
