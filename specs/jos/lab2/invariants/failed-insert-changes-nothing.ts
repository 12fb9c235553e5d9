import type { Invariant } from '../../../judge/invariant.ts';
import { firstChange } from '../change.ts';
import type { Lab2Observation } from '../observation.ts';

export const failedInsertChangesNothing: Invariant<Lab2Observation> = {
  name: 'failed insert changes nothing',
  sentence: 'page_insert that fails leaves memory as it is.',
  why: 'Its caller still has the page and gives it back: with a count too many that frees nothing, with one too few too much.',
  violations: (observation) => {
    const { call } = observation;
    if (call?.asked.name !== 'page_insert' || call.stopped !== null || call.result === 0) return [];
    return firstChange(observation, call);
  },
};
