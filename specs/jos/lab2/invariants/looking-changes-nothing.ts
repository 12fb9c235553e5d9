import type { Invariant } from '../../../judge/invariant.ts';
import { firstChange } from '../change.ts';
import type { Lab2Observation } from '../observation.ts';

export const lookingChangesNothing: Invariant<Lab2Observation> = {
  name: 'looking changes nothing',
  sentence: 'page_lookup, and pgdir_walk that is not to create, leave memory as it is.',
  why: 'A table made for looking is never used and never freed: whoever asks for addresses in the void eats up memory.',
  violations: (observation) => {
    const { call } = observation;
    if (call === null || call.stopped !== null) return [];
    const looks = call.asked.name === 'page_lookup' || (call.asked.name === 'pgdir_walk' && !call.asked.create);
    return looks ? firstChange(observation, call) : [];
  },
};
