import type { Ppn } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';
import { describeReferences, type Observation } from '../observation.ts';

export const exactReferenceCount: Invariant = {
  name: 'exact reference count',
  sentence: 'A page in use counts precisely the tables and mappings that refer to it.',
  why: 'With too low a count it is freed under someone who still uses it; with too high a count it is never freed.',
  violations: (observation) => {
    const inUse = [...observation.references.keys(), ...observation.held];
    return inUse.flatMap((page) => miscount(observation, page));
  },
};

/** What is wrong with the count of `page`, which is in use. A page that is free all the same is another invariant's affair. */
const miscount = (observation: Observation, page: Ppn): Violation[] => {
  const { view, references } = observation;
  const who = references.get(page) ?? [];
  const count = view.referenceCount(page);
  if (count === who.length || !observation.isAllocatable(page) || observation.isFree(page)) return [];
  const expected = who.length === 0 ? '0: nobody refers to it' : `${who.length}: ${describeReferences(view, who)}`;
  return [{ page, expected, found: `a count of ${count}` }];
};
