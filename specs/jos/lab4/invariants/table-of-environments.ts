import { josAbi } from '../../../../kernel/kernel.ts';
import type { EnvInvariant, EnvViolation } from '../invariant.ts';
import type { EnvironmentsObservation } from '../observation.ts';
import { idOf } from '../observation.ts';

const { ENV_RUNNING, ENVX, NENV } = josAbi;

export const tableOfEnvironments: EnvInvariant = {
  name: 'the table of environments is in order',
  sentence:
    'Every free environment is on the free list once and no other; an id says where its environment is; one runs at most, and it is the current one.',
  why: 'Two programs get the same environment, or one is found by an id that is not its own.',
  violations: (observation) => [...ofFreeList(observation), ...ofIds(observation), ...ofRunning(observation)],
};

const ofFreeList = ({ state: { envs, freeEnvs } }: EnvironmentsObservation): EnvViolation[] => {
  const live = new Set(envs.map(({ index }) => index));
  const listed = new Set(freeEnvs);
  const wrong = envs.filter(({ index }) => listed.has(index));
  const found = wrong.map(
    (env): EnvViolation => ({ env: env.id, expected: 'not on the free list: it is in use', found: 'on it' }),
  );
  if (listed.size === freeEnvs.length && listed.size === NENV - live.size) return found;
  return [
    ...found,
    {
      expected: `${NENV - live.size} environments on the free list, each once`,
      found: `${freeEnvs.length}, ${listed.size} of them different`,
    },
  ];
};

const ofIds = ({ state: { envs } }: EnvironmentsObservation): EnvViolation[] =>
  envs
    .filter(({ id, index }) => id <= 0 || ENVX(id) !== index)
    .map((env) => ({ env: env.id, expected: `an id above 0 that leads to place ${env.index}`, found: idOf(env) }));

const ofRunning = ({ state: { envs, current } }: EnvironmentsObservation): EnvViolation[] =>
  envs
    .filter(({ status, index }) => status === ENV_RUNNING && index !== current)
    .map((env) => ({
      env: env.id,
      expected: 'running only if it is the current one',
      found: `running, and place ${current} is current`,
    }));
