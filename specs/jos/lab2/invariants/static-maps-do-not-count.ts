import { ppn } from '../../../../hardware/hardware.ts';
import type { JosInvariant, JosViolation } from '../invariant.ts';
import { named } from '../observation.ts';

/** The lab does not say whether a reserved page counts 0 or 1; it never looks. */
export const staticMapsDoNotCount: JosInvariant = {
  name: 'static maps do not count',
  sentence: 'A reserved page counts at most 1 beyond its mappings below UTOP.',
  why: 'The maps of boot_map_region are for ever: pages that count them look shared, and are never given back.',
  violations: ({ state, references, isReserved }) =>
    state.counts.flatMap((count, page): JosViolation[] => {
      const most = (references.get(ppn(page)) ?? 0) + 1;
      if (!isReserved(page) || count <= most) return [];
      return [{ ...named(page), expected: `at most ${most}`, found: `a count of ${count}` }];
    }),
};
