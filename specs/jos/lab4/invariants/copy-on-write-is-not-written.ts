import { josAbi } from '../../../../kernel/kernel.ts';
import type { EnvInvariant, EnvViolation } from '../invariant.ts';
import { describeUse, type Use } from '../observation.ts';
import type { EnvState } from '../state.ts';

const { ENV_NOT_RUNNABLE, PTE_COW, PTE_W } = josAbi;

export const copyOnWriteIsNotWritten: EnvInvariant = {
  name: 'copy-on-write is not written',
  sentence:
    'A page that an environment which can run has for copy-on-write is writable by no environment which can run, unless a program mapped it twice on purpose.',
  why: 'A write of one shows in the other, which believes the page to be its own.',
  violations: ({ uses, sharedOnPurpose }) =>
    [...uses].flatMap(([page, users]): EnvViolation[] => {
      if (sharedOnPurpose.has(page)) return [];
      const able = users.filter(({ env, as }) => as === 'memory' && env.status !== ENV_NOT_RUNNABLE);
      const shared = able.find((use) => (flagsOf(use) & PTE_COW) !== 0);
      const writer = able.find((use) => (flagsOf(use) & PTE_W) !== 0);
      if (shared === undefined || writer === undefined) return [];
      const expected = `written by nobody: it is for copy-on-write as ${describeUse(shared)}`;
      return [{ page, env: writer.env.id, expected, found: `writable as ${describeUse(writer)}` }];
    }),
};

const flagsOf = ({ env, address }: Use): number => mappingAt(env, address)?.flags ?? 0;

const mappingAt = ({ mappings }: EnvState, address: number): EnvState['mappings'][number] | undefined =>
  mappings.find((mapping) => mapping.address === address);
