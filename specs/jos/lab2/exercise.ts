/**
 * The exercise: calls of the lab's functions after the boot, in the order in which mistakes show, with loads and stores between them that
 * fill the TLB. Some addresses share a page table (HERE, NEXT, BARE), others have none at first.
 */
import { ppn } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import type { Caller } from './caller.ts';

const { ALLOC_ZERO, PGSIZE, PTE_U, PTE_W } = memlayout;
const PTE_WU = PTE_W | PTE_U;
const HERE = 0x00800000;
const NEXT = HERE + PGSIZE;
/** Never mapped. */
const BARE = HERE + 2 * PGSIZE;
const FAR = 0x10000000;
const VOID = 0x20000000;
const STACK = 0xeebfd000;
/** A flag that means nothing yet. */
const OTHER_FLAG = 2;
/** Every address that the exercise maps. */
export const MAPPED: readonly number[] = [0, HERE, NEXT, FAR, STACK];

export interface Step {
  /** What it does, for reports: `a page is inserted with fewer rights than before`. */
  readonly text: string;
  /** Taken back afterwards, whether the kernel stopped or not. */
  readonly trial?: true;
  take(caller: Caller): void;
}

const step = (text: string, take: (caller: Caller) => void): Step => ({ text, take });
const trial = (text: string, take: (caller: Caller) => void): Step => ({ text, take, trial: true });

const LOOKING: readonly Step[] = [
  step('a page is allocated', (caller) => caller.take('a', 0)),
  step('a page that was soiled is allocated zeroed', (caller) => {
    caller.soilNext();
    caller.take('b', ALLOC_ZERO);
  }),
  step('a page that was soiled is allocated zeroed, with another flag', (caller) => {
    caller.soilNext();
    caller.take('c', ALLOC_ZERO | OTHER_FLAG);
  }),
  step('a page is given back that was never mapped', (caller) => caller.give('c')),
  step('a page is allocated again', (caller) => caller.take('c', 0)),
  step('an address without a table is looked up', (caller) => caller.lookUp(VOID)),
  step('an address without a table is walked to', (caller) => caller.walk(VOID, false)),
  step('an address without a table is removed', (caller) => caller.remove(VOID)),
  step('a page is inserted while there is none for a table', (caller) =>
    caller.withNothingFree(() => caller.insert('a', HERE, PTE_WU)),
  ),
];

const INSERTING: readonly Step[] = [
  step('a page is inserted, and written', (caller) => {
    caller.insert('a', HERE, PTE_WU);
    caller.store(HERE, 0x11111111);
  }),
  step('a mapped address is looked up', (caller) => caller.lookUp(HERE)),
  step('an address with an empty entry is looked up', (caller) => caller.lookUp(BARE)),
  step('an address with an empty entry is walked to', (caller) => caller.walk(BARE, false)),
  step('an address with an empty entry is removed', (caller) => caller.remove(BARE)),
  step('the same page is inserted again, to be read', (caller) => caller.insert('a', HERE, PTE_U)),
  step('and read', (caller) => caller.load(HERE)),
  step('the same page is inserted again, for the kernel alone', (caller) => caller.insert('a', HERE, 0)),
  step('the same page is inserted again, with all rights, and written', (caller) => {
    caller.insert('a', HERE, PTE_WU);
    caller.store(HERE, 0x22222222);
  }),
  step('a second page is inserted beside it, to be read by the kernel', (caller) => caller.insert('b', NEXT, 0)),
  step('the first is written again', (caller) => caller.store(HERE, 0x33333333)),
  step('the first is mapped elsewhere too', (caller) => caller.insert('a', STACK, PTE_WU)),
  step('and elsewhere again, while there is no page for a table', (caller) =>
    caller.withNothingFree(() => caller.insert('a', FAR, PTE_W)),
  ),
];

const REPLACING: readonly Step[] = [
  step('the second page replaces the first, which stays mapped elsewhere', (caller) => {
    caller.insert('b', HERE, PTE_WU);
    caller.load(HERE);
  }),
  step('a third page replaces the second, and is written', (caller) => {
    caller.insert('c', HERE, PTE_WU);
    caller.store(HERE, 0x44444444);
  }),
  step('the third page replaces the second in its last place too', (caller) => caller.insert('c', NEXT, PTE_WU)),
  step('a walk makes a table that stays empty', (caller) => caller.walk(FAR, true)),
  step('a fourth page is allocated', (caller) => caller.take('d', 0)),
  step('it is inserted there, and at 0', (caller) => {
    caller.insert('d', FAR, PTE_U);
    caller.insert('d', 0, PTE_W);
    caller.store(0, 0x55555555);
  }),
];

const MISTAKES: readonly Step[] = [
  trial('boot_alloc is asked for a byte, and where it goes on', ({ kernel }) => {
    kernel.bootAlloc(1);
    kernel.bootAlloc(0);
  }),
  trial('boot_alloc is asked for a page more than there is', ({ kernel }) => {
    kernel.bootAlloc(kernel.npages * PGSIZE);
  }),
  step('a page is allocated once more', (caller) => caller.take('e', 0)),
  step('and inserted', (caller) => caller.insert('e', HERE, PTE_WU)),
  trial('a page is freed while it is mapped', (caller) => caller.free(caller.page('e'))),
  trial('a page is freed twice', (caller) => caller.free(caller.kernel.view.freeList()[0] ?? ppn(0))),
];

const REMOVING: readonly Step[] = MAPPED.flatMap((address) => [
  step(`what is mapped at 0x${address.toString(16)} is read, and removed`, (caller) => {
    caller.load(address);
    caller.remove(address);
  }),
  step(`0x${address.toString(16)} is removed again`, (caller) => caller.remove(address)),
]);

export const STEPS: readonly Step[] = [...LOOKING, ...INSERTING, ...REPLACING, ...REMOVING, ...MISTAKES];
