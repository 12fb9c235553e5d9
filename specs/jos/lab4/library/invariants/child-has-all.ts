import { ppnOf } from '../../../../../hardware/hardware.ts';
import type { Mapping } from '../../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { hex } from '../../observation.ts';
import { intentOf } from '../intent.ts';
import type { LibraryObservation } from '../observation.ts';

export const childHasAll: Invariant<LibraryObservation> = {
  name: 'a child has what its parent has',
  sentence:
    'When a child is let run for the first time, it has every page that its parent has, with the same words in it, but for those at UTEMP and the exception stack.',
  why: 'It goes on where its parent was, and finds nothing there, or something else.',
  subject: 'library',
  violations: (observation) => {
    const { moment, pid } = observation;
    if (moment.kind !== 'starts') return [];
    const here = new Map(observation.mappingsOf(moment.child).map((mapping) => [mapping.va, mapping]));
    return observation
      .mappingsOf(pid)
      .filter(({ va }) => intentOf(va) !== 'temporary' && intentOf(va) !== 'exception stack')
      .flatMap((mapping) => differences(observation, mapping, here.get(mapping.va), moment.child));
  },
};

const differences = (
  observation: LibraryObservation,
  theirs: Mapping,
  own: Mapping | undefined,
  process: number,
): Violation[] => {
  const { va } = theirs;
  const expected = `the same as at ${hex(va)} of ${observation.view.nameOf(observation.pid)}`;
  const at = { process, address: va, expected };
  if (own === undefined) return [{ ...at, page: ppnOf(theirs.pa), found: 'nothing' }];
  if (own.pa === theirs.pa) return [];
  const [mine, right] = [own, theirs].map(({ pa }) => observation.wordsAt(pa));
  const word = right.findIndex((value, i) => value !== mine[i]);
  if (word < 0) return [];
  const found = `${hex(mine[word])} at ${hex(va + word * 4)}, where ${hex(right[word])} is`;
  return [{ ...at, page: ppnOf(own.pa), found }];
};
