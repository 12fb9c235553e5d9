/** Descriptors that are in use must have the number of their slot, a state that there is, and a root in memory. */
import { type Finding, findingOf } from '../finding.ts';
import type { Descriptors } from './descriptors.ts';

/** What is wrong with descriptors as such; the rest of them is looked at by invariants. */
export const pidIsSlot = ({ name, wrong }: Descriptors): Finding[] =>
  findingOf(
    {
      name: 'descriptor in order',
      sentence:
        'A process descriptor in use has the number of its slot, a state that there is, and a root table in memory.',
      why: 'The kernel finds processes by their numbers: it takes another for this one, or runs what is none.',
    },
    wrong.map((slot) => ({
      process: slot,
      expected: `process ${slot}, runnable, blocked or faulted, with a root table`,
      found: `something else in ${name}[${slot}]`,
    })),
  );
