/** All names that questions have, for a kernel: what each takes, what it gives, and where a kernel has no such thing. */

import type { Asked } from './state.ts';
import { COUNTS } from './vocabulary/counts.ts';
import { MEMORY } from './vocabulary/memory.ts';
import type { Name } from './vocabulary/name.ts';
import { PROCESSES } from './vocabulary/processes.ts';
import { registersOf } from './vocabulary/registers.ts';
import { SOUNDNESS } from './vocabulary/soundness.ts';

/** The names by which one may ask about a kernel, in the order of a manual. */
export const vocabularyOf = (asked: Asked): readonly Name[] => [
  ...COUNTS,
  ...MEMORY,
  ...PROCESSES,
  ...SOUNDNESS,
  ...registersOf(asked.kernel.machine.paging),
];
