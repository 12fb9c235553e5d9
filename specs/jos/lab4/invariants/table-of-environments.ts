import { josAbi } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { type EnvironmentsObservation, idOf } from '../observation.ts';

const { ENV_RUNNING, ENVX, NENV } = josAbi;

export const tableOfEnvironments: Invariant<EnvironmentsObservation> = {
  name: 'the table of environments is in order',
  sentence:
    'Every free environment is on the free list once and no other; an id says where its environment is; one runs at most, and it is the current one.',
  why: 'Two programs get the same environment, or one is found by an id that is not its own.',
  violations: (observation) => [...ofFreeList(observation), ...ofIds(observation), ...ofRunning(observation)],
};

const ofFreeList = ({ view, envs }: EnvironmentsObservation): Violation[] => {
  const free = view.freeSlots();
  const listed = new Uint8Array(NENV);
  let different = 0;
  for (const slot of free) {
    if (listed[slot] === 0) different += 1;
    listed[slot] = 1;
  }
  const found = envs
    .filter(({ slot }) => listed[slot] === 1)
    .map((env): Violation => ({ process: env.pid, expected: 'not on the free list: it is in use', found: 'on it' }));
  const right = NENV - envs.length;
  if (different === free.length && different === right) return found;
  const expected = `${right} environments on the free list, each once`;
  return [...found, { expected, found: `${free.length}, ${different} of them different` }];
};

const ofIds = ({ envs }: EnvironmentsObservation): Violation[] =>
  envs
    .filter(({ pid, slot }) => pid <= 0 || ENVX(pid) !== slot)
    .map((env) => ({ process: env.pid, expected: `an id above 0 that leads to place ${env.slot}`, found: idOf(env) }));

const ofRunning = ({ view, envs }: EnvironmentsObservation): Violation[] =>
  envs
    .filter(({ status, slot }) => status === ENV_RUNNING && !view.isCurrent(slot))
    .map(({ pid }) => ({
      process: pid,
      expected: 'running only if it is the current one',
      found: `running, and place ${view.current} is current`,
    }));
