import { ppn } from '../../../../hardware/hardware.ts';
import type { JosInvariant, JosViolation } from '../invariant.ts';
import { hex, named } from '../observation.ts';

/** Of reserved pages nobody ever sets or asks for the link. */
export const noLinkOffTheList: JosInvariant = {
  name: 'no link off the list',
  sentence: 'A page that was given away has a null link.',
  why: 'The link is how page_free knows a page that is free already: if all have one, it cannot ask.',
  violations: ({ state, links, isReserved }) => {
    const free = new Set(state.free);
    return links.flatMap((link, page): JosViolation[] => {
      if (link === 0 || isReserved(page) || free.has(ppn(page))) return [];
      return [{ ...named(page), expected: 'a null link', found: hex(link) }];
    });
  },
};
