/** Faults as seeded bugs: facts of WeensyOS's rules that a kernel can break and still keep all its promises to programs, or nearly all. */
import type { Fault } from './faults/fault.ts';
import { lastHeapPageLost, textCopied } from './faults/fork-copy.ts';
import { unalignedAccepted } from './faults/heap-address.ts';
import { cursorAdvanced, fromTheTop } from './faults/page-order.ts';
import { upperBitsDrawn } from './faults/rand.ts';
import { oldPageFreedFirst } from './faults/replaced-page.ts';
import { alwaysFromSlotOne, slotAfterParent } from './faults/slot-order.ts';
import { tablesBeforePages } from './faults/table-order.ts';
import { rootFreedFirst, tablesFreedPreOrder } from './faults/teardown.ts';
import type { RecordingName } from './recordings/recorded/configurations.ts';

export interface FaultBug {
  /** `fault-` and a number. */
  readonly id: string;
  readonly title: string;
  readonly story: string;
  readonly fault: Fault;
  /** The file, without its ending. */
  readonly file: string;
  /** The first recording, in their order, that notices. */
  readonly noticedBy: RecordingName;
  /** The entry into the kernel of the first line that differs, as a seeded bug names it (seeded-bug.ts); null if the kernel is right. */
  readonly goesWrongIn: string | null;
}

export const FAULT_BUGS: readonly FaultBug[] = [
  {
    id: 'fault-01',
    title: 'the cursor stands beyond the page last taken, not on it',
    story:
      'The next search begins one stride further on, which seems to save a step. It differs only where the page just taken ' +
      'was freed before the next is asked for: then another page is found.',
    fault: cursorAdvanced,
    file: 'page-order',
    noticedBy: 'E7t5k3',
    goesWrongIn: 'page_alloc',
  },
  {
    id: 'fault-02',
    title: 'first fit searches from the last page down',
    story:
      'Any free page is as good as any other. But whoever compares two kernels page for page finds all of them elsewhere.',
    fault: fromTheTop,
    file: 'page-order',
    noticedBy: 'A7',
    goesWrongIn: 'boot',
  },
  {
    id: 'fault-03',
    title: 'a new process gets both tables of level 1 before its pages',
    story:
      'The tables are known to be needed, so they are made first. The pages that they take are those that the program would ' +
      'have had.',
    fault: tablesBeforePages,
    file: 'table-order',
    noticedBy: 'A7',
    goesWrongIn: 'boot',
  },
  {
    id: 'fault-04',
    title: 'exit frees the root before what is below it',
    story:
      'It works, because what a page holds survives that it is freed, and nobody else runs in between. A kernel that could be ' +
      'interrupted there would read freed memory.',
    fault: rootFreedFirst,
    file: 'teardown',
    noticedBy: 'E7',
    goesWrongIn: 'exit',
  },
  {
    id: 'fault-05',
    title: 'exit frees a table before those that it links',
    story: 'The same mistake one level down: the walk goes on through a table that was given back.',
    fault: tablesFreedPreOrder,
    file: 'teardown',
    noticedBy: 'E7',
    goesWrongIn: 'exit',
  },
  {
    id: 'fault-06',
    title: 'fork takes the first free slot after that of the parent',
    story:
      'The search begins where the last one ended, as it does for pages. The contract says the lowest free slot, and so the ' +
      'lowest free pid.',
    fault: slotAfterParent,
    file: 'slot-order',
    noticedBy: 'E7',
    goesWrongIn: 'fork',
  },
  {
    id: 'fault-07',
    title: 'the scheduler begins at slot 1 each time',
    story:
      'The lowest runnable process always wins. Whoever yields gets the processor back at once, and the others starve.',
    fault: alwaysFromSlotOne,
    file: 'slot-order',
    noticedBy: 'A7',
    goesWrongIn: 'yield',
  },
  {
    id: 'fault-08',
    title: 'fork loses what the last page of the heap holds',
    story:
      'A copy that ends one page early where the page itself is mapped all the same. The child finds zeros there, which it may ' +
      'not notice for a long time.',
    fault: lastHeapPageLost,
    file: 'fork-copy',
    noticedBy: 'E7',
    goesWrongIn: 'fork',
  },
  {
    id: 'fault-09',
    title: 'rand gives the upper bits of its state',
    story:
      'A shift by 33 for a shift by 32, in the library of the programs and not in the kernel. All numbers are random, and all ' +
      'are others.',
    fault: upperBitsDrawn,
    file: 'rand',
    noticedBy: 'A7',
    goesWrongIn: null,
  },
  {
    id: 'fault-10',
    title: 'page_alloc frees the old page before it takes the new one',
    story:
      'What is to be replaced is freed first, so that there is room. If there is then no page after all, the program has lost ' +
      'the one that it had.',
    fault: oldPageFreedFirst,
    file: 'replaced-page',
    noticedBy: 'X7',
    goesWrongIn: 'page_alloc',
  },
  {
    id: 'fault-11',
    title: 'page_alloc takes an address inside a page for the page',
    story: 'The address is rounded down to be on the safe side. The contract says -1, and memory unmodified.',
    fault: unalignedAccepted,
    file: 'heap-address',
    noticedBy: 'X7',
    goesWrongIn: 'page_alloc',
  },
  {
    id: 'fault-12',
    title: 'fork copies the text of a program, as it copies the rest',
    story: 'The kernel of the step before. Each process is right by itself, and takes two pages more than it needs.',
    fault: textCopied,
    file: 'fork-copy',
    noticedBy: 'F7',
    goesWrongIn: 'fork',
  },
];
