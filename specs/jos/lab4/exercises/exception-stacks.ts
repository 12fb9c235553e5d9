/** Exercises of page faults that programs handle: with and without an exception stack, on one that is nearly full; and of other faults. */
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { jos } from '../../../../userland/userland.ts';
import { type Exercise, exerciseOf, type Helper, handler } from './exercise.ts';

const { PGSIZE, UXSTACKTOP } = memlayout;
const STACK = UXSTACKTOP - PGSIZE;
const NOWHERE = 0xa00000;
const [READ, WRITE, COW] = [5, 7, 5 | josAbi.PTE_COW];

/** Has the handler get the program's page faults. */
function* setUpcall(): Helper {
  const entry = yield jos.addressOf(handler);
  yield jos.sysEnvSetPgfaultUpcall(0, entry);
}

/** A fault with the stack pointer at `offset` of the exception stack, which has rights, and so has the page below it; 0 for no page. */
const faulting = (stack: number, below: number, offset: number | null): Exercise => {
  const rights = (perm: number): string => (perm === 0 ? 'absent' : `mapped with ${perm.toString(16)}`);
  const where = offset === null ? '' : `, from offset ${offset} of it`;
  const name = `exception stack ${rights(stack)}, below it ${rights(below)}${where}`;
  return exerciseOf(name, 'a program with an upcall stores where no page is', function* () {
    if (stack !== 0) yield jos.sysPageAlloc(0, STACK, stack);
    if (below !== 0) yield jos.sysPageAlloc(0, STACK - PGSIZE, below);
    yield* setUpcall();
    if (offset !== null) yield jos.setStackPointer(STACK + offset);
    yield jos.store32(NOWHERE, 1);
  });
};

/** Around the last frame that fits: 52 bytes and a word. */
const OFFSETS = [0, 4, 55, 56, 60, PGSIZE - 4, PGSIZE - 1, PGSIZE];

const STACKS: readonly Exercise[] = [
  ...[0, READ, COW, WRITE].map((stack) => faulting(stack, 0, null)),
  ...OFFSETS.map((offset) => faulting(WRITE, 0, offset)),
  ...[0, 30, 55].flatMap((offset) => [READ, WRITE].map((below) => faulting(WRITE, below, offset))),
  faulting(READ, 0, 100),
  faulting(READ, WRITE, 30),
];

/** A child with no memory but what `prepare` gives it: its first instruction faults. */
const bareChild = (name: string, prepare: (child: number) => Helper): Exercise =>
  exerciseOf(name, 'a child that has no text is made runnable', function* () {
    const child = yield jos.sysExofork();
    if (child === 0) yield jos.exit();
    yield* prepare(child);
    yield jos.sysEnvSetStatus(child, josAbi.ENV_RUNNABLE);
    for (let i = 0; i < 3; i++) yield jos.sysYield();
    yield jos.sysEnvDestroy(child);
  });

function* upcallOf(child: number): Helper {
  const entry = yield jos.addressOf(handler);
  yield jos.sysEnvSetPgfaultUpcall(child, entry);
}

const OTHERS: readonly Exercise[] = [
  bareChild('a child without memory', function* () {}),
  bareChild('a child with an upcall and no memory', upcallOf),
  bareChild('a child with an upcall and an exception stack, and no text', function* (child) {
    yield jos.sysPageAlloc(child, STACK, WRITE);
    yield* upcallOf(child);
  }),
  exerciseOf('an upcall taken back', 'a program stores where no page is, and wants no upcall any more', function* () {
    yield jos.sysPageAlloc(0, STACK, WRITE);
    yield* setUpcall();
    yield jos.store32(NOWHERE, 1);
    yield jos.sysEnvSetPgfaultUpcall(0, 0);
    yield jos.store32(NOWHERE + PGSIZE, 1);
  }),
  exerciseOf(
    'a jump to nowhere',
    'a program with an upcall fetches where no page is, then where one of zeros is',
    function* () {
      yield jos.sysPageAlloc(0, STACK, WRITE);
      yield* setUpcall();
      yield jos.goTo(NOWHERE);
    },
  ),
  exerciseOf('a jump into the kernel', 'a program without an upcall fetches kernel text', function* () {
    yield jos.goTo(memlayout.KERNBASE + memlayout.EXTPHYSMEM);
  }),
  exerciseOf(
    'an exception that no upcall gets',
    'a program with an upcall raises a general-protection fault',
    function* () {
      yield jos.sysPageAlloc(0, STACK, WRITE);
      yield* setUpcall();
      yield jos.softwareInterrupt(13);
    },
  ),
];

export const EXCEPTION_STACKS: readonly Exercise[] = [...STACKS, ...OTHERS];
