/** An exercise of messages: everything that may be sent, with and without pages, and all that must be refused. */
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { jos } from '../../../../userland/userland.ts';
import { type Exercise, exerciseOf, type Helper } from './exercise.ts';

const { UTOP } = memlayout;
const [READ, WRITE] = [5, 7];
/** Pages of the sender: to be written, to be read. And where the receiver wants them. */
const [OWN, OWN_READ, NONE] = [0x400000, 0x401000, 0x402000];
const [HERE, THERE] = [0x10000000, 0x10401000];
const NOBODY = 0x7777;

/** A message, what its receiver wants, and how often it is sent in a row. */
interface Sent {
  readonly wants: number;
  readonly value: number;
  readonly va: number;
  readonly perm: number;
}

const sent = (wants: number, value: number, va: number = UTOP, perm = 0): Sent => ({ wants, value, va, perm });

/** The last of each group is taken; the others are refused before, and the receiver must wait on. */
const GROUPS: readonly (readonly Sent[])[] = [
  [sent(UTOP, 1)],
  [sent(UTOP, 2 ** 32 - 1)],
  [sent(UTOP, 0)],
  [sent(HERE, 3, OWN, WRITE)],
  [sent(UTOP, 4, OWN, WRITE)],
  [sent(HERE, 5)],
  [sent(UTOP + 1, 6, OWN_READ, READ)],
  [sent(HERE, 7, OWN_READ, READ)],
  [sent(THERE, 8, OWN, READ | 0x200)],
  [sent(0xf0000000, 9, 0xf0000001, 0)],
  [sent(THERE, 10, OWN + 1, WRITE), sent(THERE, 11, NONE, WRITE), sent(THERE, 12, OWN_READ, WRITE), sent(THERE, 13)],
  [sent(HERE, 14, OWN, 3), sent(HERE, 15, OWN, 4), sent(HERE, 16, OWN, 0x87), sent(HERE, 17, OWN, WRITE)],
];

function* receive(): Helper {
  yield jos.sysIpcRecv(HERE + 4);
  for (const [{ wants }] of GROUPS) yield jos.sysIpcRecv(wants);
}

function* sendAll(child: number): Helper {
  yield jos.sysIpcTrySend(NOBODY, 1, UTOP, 0);
  yield jos.sysIpcTrySend(0, 1, UTOP, 0);
  yield jos.sysIpcTrySend(child, 1, UTOP, 0);
  for (const group of GROUPS) {
    yield jos.sysYield();
    for (const { value, va, perm } of group) yield jos.sysIpcTrySend(child, value, va, perm);
    // It has what it waited for, and has not run since.
    yield jos.sysIpcTrySend(child, 99, UTOP, 0);
  }
}

const toAndFro: Exercise = exerciseOf('messages', 'a parent sends its child all kinds of messages', function* () {
  yield jos.sysPageAlloc(0, OWN, WRITE);
  yield jos.sysPageAlloc(0, OWN_READ, READ);
  const child = yield* jos.fork();
  if (child === 0) yield* receive();
  else {
    // A fork makes pages copy-on-write: those that are sent to be written are fresh.
    yield jos.sysPageAlloc(0, OWN, WRITE);
    yield* sendAll(child);
  }
});

/** Anybody may send to anybody: here a grandchild to its grandparent. */
const fromFarAway: Exercise = exerciseOf(
  'messages from far away',
  'a grandchild sends to its grandparent',
  function* () {
    const first = yield jos.sysGetenvid();
    const child = yield* jos.fork();
    if (child !== 0) return void (yield jos.sysIpcRecv(HERE));
    const grandchild = yield* jos.fork();
    if (grandchild !== 0) return void (yield jos.sysIpcRecv(UTOP));
    yield jos.sysPageAlloc(0, OWN, WRITE);
    yield jos.sysYield();
    yield jos.sysIpcTrySend(first, 21, OWN, READ);
    yield jos.sysYield();
    yield jos.sysIpcTrySend(first, 22, OWN, READ);
  },
);

/** Somebody who waits is made runnable by its parent, waits again, and is ended while it waits. */
const woken: Exercise = exerciseOf(
  'a wait that is broken off',
  'a parent wakes its child, and ends it while it waits',
  function* () {
    const child = yield* jos.fork();
    if (child === 0) for (;;) yield jos.sysIpcRecv(UTOP);
    yield jos.sysYield();
    yield jos.sysEnvSetStatus(child, josAbi.ENV_RUNNABLE);
    yield jos.sysYield();
    yield jos.sysIpcTrySend(child, 31, UTOP, 0);
    yield jos.sysYield();
    yield jos.sysEnvDestroy(child);
    yield jos.sysIpcTrySend(child, 32, UTOP, 0);
  },
);

export const MESSAGES: readonly Exercise[] = [toAndFro, fromFarAway, woken];
