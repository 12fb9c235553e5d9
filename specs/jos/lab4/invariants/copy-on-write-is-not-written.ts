import { josAbi } from '../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import { describeReference, isMapping, isWritable } from '../../../judge/observation.ts';
import type { EnvironmentsObservation } from '../observation.ts';

/** The invariant that a page which somebody has for copy-on-write may be written by nobody. */
export const copyOnWriteIsNotWritten: Invariant<EnvironmentsObservation> = {
  name: 'copy-on-write is not written',
  sentence:
    'A page that an environment which can run has for copy-on-write is writable by no environment which can run, unless a program mapped it twice on purpose.',
  why: 'A write of one shows in the other, which believes the page to be its own.',
  violations: ({ view, references, sharedOnPurpose, envs }) => {
    const waiting = new Set(envs.filter(({ status }) => status === josAbi.ENV_NOT_RUNNABLE).map(({ pid }) => pid));
    return [...references].flatMap(([page, who]): Violation[] => {
      if (sharedOnPurpose.has(page)) return [];
      const able = who.filter((reference) => isMapping(reference) && !waiting.has(reference.pid));
      const shared = able.find(({ permissions }) => permissions & josAbi.PTE_COW);
      const writer = able.find(isWritable);
      if (shared === undefined || writer === undefined) return [];
      const expected = `written by nobody: it is for copy-on-write at ${describeReference(view, shared)}`;
      return [{ page, process: writer.pid, expected, found: `writable at ${describeReference(view, writer)}` }];
    });
  },
};
