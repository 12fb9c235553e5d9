/** What `walk --json` writes: a translation at a moment. */
import { document, flag, list, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';

const STEP = object({
  level: whole('From 4, or 2 on JOS, down to 1.', 1),
  index: whole('Which entry of the table.', 0),
  entryAddress: whole('The physical address of the entry.', 0),
  entry: whole('Its lower 32 bits, without a sign.', 0),
  flags: list(text(), 'The flags that are set, as P, W, U.'),
  target: orNull(whole(), 'The physical address that it points to; null if it is not present.'),
});

const RESULT = object(
  {
    address: whole('The physical address.', 0),
    writable: flag('Whether it may be written, at every level together.'),
    user: flag('Whether programs may use it.'),
    kind: text('What the page is: allocatable, or why it is never handed out.'),
    count: whole('The reference count of the page.'),
  },
  'What the address is translated to; null if an entry is absent, or the address not canonical.',
);

export const WALK = document('walk', 'What ringfence walk --json writes: one object.', {
  event: whole('How many events (system calls and ticks) have passed.', 0),
  when: text('The same in words.'),
  moment: text('The same as --moment takes it.'),
  address: whole('The virtual address.'),
  pid: whole('Whose tables; 0 for those of the kernel.', 0),
  root: whole('The physical address of the root table.', 0),
  steps: list(STEP, 'The entries that the MMU loads; none if the address is not canonical.'),
  result: orNull(RESULT),
  read: orNull(whole(), "The error code of the page fault that a program's read would take; null if it goes through."),
  write: orNull(whole(), 'The same of a write.'),
  tlb: oneOf(
    ['other space', 'miss', 'hit', 'unknown'],
    'What the TLB has of it; it holds nothing of a space that does not run, and nobody knows of a dump.',
  ),
});
export type WalkTold = Of<typeof WALK>;
