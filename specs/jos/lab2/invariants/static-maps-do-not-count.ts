import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { type Lab2Observation, named } from '../observation.ts';

/** The lab does not say whether a reserved page counts 0 or 1; it never looks. */
export const staticMapsDoNotCount: Invariant<Lab2Observation> = {
  name: 'static maps do not count',
  sentence: 'A reserved page counts at most 1 beyond its mappings below UTOP.',
  why: 'The maps of boot_map_region are for ever: pages that count them look shared, and are never given back.',
  violations: (observation) =>
    observation.state.counts.flatMap((count, page): Violation[] => {
      const most = observation.usesOf(page) + 1;
      if (!observation.isReserved(page) || count <= most) return [];
      return [{ ...named(page), expected: `at most ${most}`, found: `a count of ${count}` }];
    }),
};
