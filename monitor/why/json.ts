/** What `why --json` writes: a page, or a process, at a moment. */

import { document, flag, list, object, orNull, text, whole } from '../json/shape.ts';
import { CHAIN } from './chain.ts';

const PAGE = object(
  {
    address: whole('Where it begins, in bytes.', 0),
    kind: text('allocatable; or why it is never handed out, as reserved or kernel.'),
    isCounted: flag('Whether the kernel counts who refers to it.'),
    count: whole('Its reference count.'),
    referredBy: list(text(), 'Who refers to it and since when.'),
    faults: list(text(), 'What is wrong with its count, and who made it so.'),
    life: list(text(), 'Who took, shared, mapped, dropped and freed it.'),
  },
  'Of why page and why refcount (count is the same); else null.',
);

const PROCESS = object(
  {
    pid: whole('Its number.', 0),
    name: text('How the kernel names it.'),
    memory: orNull(
      object({
        program: text(),
        state: text(),
        root: whole('The physical address of its root table.', 0),
        tables: whole('Tables below the root.', 0),
        mapped: whole('Pages that are mapped.', 0),
        writable: whole('How many of them it may write.', 0),
        shared: whole('How many of them others refer to, too.', 0),
      }),
      'What it has; null if its slot is free.',
    ),
    life: list(text(), 'What happened to it.'),
  },
  'Of why pid; else null.',
);

export const WHY = document('why', 'What ringfence why --json writes: one object.', {
  event: whole('How many events (system calls and ticks) have passed.', 0),
  when: text('The same in words.'),
  moment: text('The same as --moment takes it.'),
  page: orNull(PAGE),
  process: orNull(PROCESS),
  answer: orNull(text(), 'Of any other subject: what is so, in a sentence; else null.'),
  chain: CHAIN,
  origin: list(text(), 'Where the value came from that stopped the kernel, if it stopped before.'),
});
