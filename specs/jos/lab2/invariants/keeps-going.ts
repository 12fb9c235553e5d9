import type { Invariant } from '../../../judge/invariant.ts';
import type { Lab2Observation } from '../observation.ts';
import { asksTooMuch } from './memory-has-an-end.ts';
import { mayNotBeFreed } from './wrong-free-is-refused.ts';

export const keepsGoing: Invariant<Lab2Observation> = {
  name: 'keeps going',
  sentence: 'No call that keeps to the contract of its function, and no access to what is mapped, stops the kernel.',
  why: 'Running out of pages, or removing what is not mapped, is everyday life: there is a result for it, or nothing to do.',
  violations: (observation) => {
    const { stopped } = observation;
    if (stopped === null || mayStop(observation)) return [];
    return [{ expected: 'the kernel to go on', found: stopped, hasStopped: true }];
  },
};

const mayStop = (observation: Lab2Observation): boolean => {
  const { call } = observation;
  if (call === null || call.stopped === null) return false;
  return asksTooMuch(observation, call) || mayNotBeFreed(call, observation.view) !== null;
};
