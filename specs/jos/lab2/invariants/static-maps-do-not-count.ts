import { ppn } from '../../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import type { Lab2Observation } from '../observation.ts';

/** The lab does not say whether a reserved page counts 0 or 1; it never looks. */
export const staticMapsDoNotCount: Invariant<Lab2Observation> = {
  name: 'static maps do not count',
  sentence: 'A reserved page counts at most 1 beyond its mappings below UTOP.',
  why: 'The maps of boot_map_region are for ever: pages that count them look shared, and are never given back.',
  violations: (observation) => {
    const found: Violation[] = [];
    const { view } = observation;
    for (let page = ppn(0); page < view.pages; page = ppn(page + 1)) {
      const count = view.referenceCount(page);
      const most = count > 1 ? observation.usesOf(page) + 1 : 1;
      if (count <= most || !observation.isReserved(page)) continue;
      found.push({ page, expected: `at most ${most}`, found: `a count of ${count}` });
    }
    return found;
  },
};
