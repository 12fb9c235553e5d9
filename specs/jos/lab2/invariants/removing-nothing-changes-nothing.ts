import type { Invariant } from '../../../judge/invariant.ts';
import { firstChange } from '../change.ts';
import type { Lab2Observation } from '../observation.ts';

export const removingNothingChangesNothing: Invariant<Lab2Observation> = {
  name: 'removing nothing changes nothing',
  sentence: 'page_remove of an address that is not mapped leaves memory as it is.',
  why: 'Programs unmap what they like: were it somebody else who loses a reference, his page would be given away under him.',
  violations: (observation) => {
    const { call } = observation;
    if (call?.asked.name !== 'page_remove' || call.stopped !== null) return [];
    const { address } = call.asked;
    return call.mappings.some(({ va }) => va === address) ? [] : firstChange(observation, call);
  },
};
