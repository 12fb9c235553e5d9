/** What the programs that try a library do, line by line: of a list of steps, which say little, those that can be done at their place. */
import { jos } from '../../../../userland/userland.ts';
import type { EnvStep } from '../step.ts';
import { BSS, GOT, HANDLED, NOWHERE, PRIVATE, READ_ONLY, SENT, STACK } from './intent.ts';
import { ends, goesOn, misheard, noChild } from './moment.ts';
import { type Helper, offsetsOf, PTE_P, PTE_U, PUW, type Running } from './running.ts';

/** A line of the program. */
export interface Act {
  readonly code: string;
  /** What a campaign is to have met, if this is done. */
  readonly goal: string;
  run(program: Running): Helper;
}

/** What is known of the program at a line, whichever environment comes there. */
interface Place {
  /** Pages that everybody has, to be written, and to be read alone. */
  readonly writable: Set<number>;
  readonly readOnly: Set<number>;
  forks: number;
  /** Whether somebody may have ended: from there on nobody sends to anybody. */
  isThinned: boolean;
  /** An entry of the program that makes a page at HANDLED alone. */
  readonly handler: jos.Entry;
}

/** More make more environments than it takes to see what is wrong. */
const MOST_FORKS = 3;
/** A page address that is none. */
const CROOKED = 0xa00004;

const pick = <T>(table: readonly T[], choice = 0): T => table[choice % table.length];
const hex = (value: number): string => `0x${value.toString(16)}`;
/** What is stored or sent by the line that step number `at` gives: another word for each lineage. */
const wordOf = (at: number): number => (at + 1) * 0x10;
const wordText = (at: number): string => `${hex(wordOf(at))} + lineage`;

type Kind = (step: EnvStep, at: number, place: Place) => Act | null;

/** Which environments do it: all, those with a child, or those without. */
interface Who {
  readonly text: string;
  isMeant(program: Running): boolean;
}
const EVERYBODY: Who = { text: '', isMeant: () => true };
const PARENTS: Who = { text: 'if (child > 0) ', isMeant: ({ child }) => child > 0 };
const CHILDREN: Who = { text: 'if (child === 0) ', isMeant: ({ child }) => child === 0 };
const whoOf = (choice: number, { forks }: Place): Who =>
  forks === 0 ? EVERYBODY : pick([PARENTS, CHILDREN, EVERYBODY], choice);

/** `run` for those who are meant. */
const by = (who: Who, goal: string, code: string, run: (program: Running) => Helper): Act => ({
  goal,
  code: `${who.text}${code}`,
  *run(program) {
    if (who.isMeant(program)) yield* run(program);
  },
});

const page: Kind = ([, choice], _, { writable }) => {
  const va = pick(PRIVATE, choice);
  writable.add(va);
  return by(EVERYBODY, 'a fresh page', `yield sysPageAlloc(0, ${hex(va)}, PTE_P | PTE_U | PTE_W);`, (program) =>
    program.allocate(va),
  );
};

const readOnly: Kind = ([, choice], at, place) => {
  const va = pick(READ_ONLY, choice);
  place.readOnly.add(va);
  const code = [
    `yield sysPageAlloc(0, ${hex(va)}, PTE_P | PTE_U | PTE_W);`,
    `yield store32(${hex(va)}, ${wordText(at)});`,
    `yield sysPageMap(0, ${hex(va)}, 0, ${hex(va)}, PTE_P | PTE_U);`,
  ];
  return by(EVERYBODY, 'a page to be read alone', code.join(' '), function* (program) {
    yield* program.allocate(va);
    yield* program.store(va, wordOf(at) + program.lineage);
    yield jos.sysPageMap(0, va, 0, va, PTE_P | PTE_U);
  });
};

const store: Kind = ([, who, choice = 0, offset = 0], at, place) => {
  const target = pick([...place.writable], choice);
  const va = target + pick(offsetsOf(target), offset);
  return by(whoOf(who, place), 'a store', `yield store32(${hex(va)}, ${wordText(at)});`, (program) =>
    program.store(va, wordOf(at) + program.lineage),
  );
};

const fork: Kind = (_, __, place) => {
  if (place.forks >= MOST_FORKS) return null;
  place.forks += 1;
  return by(EVERYBODY, place.forks > 1 ? 'a fork of a child' : 'a fork', 'child = yield* fork();', forking);
};

function* forking(program: Running): Helper {
  const { self } = program;
  const made: unknown = yield* program.library.fork();
  if (!Number.isInteger(made)) throw new TypeError(`fork returned ${made}: it returns an id, 0, or an error below 0`);
  if (made === 0) {
    const own = yield jos.sysGetenvid();
    Object.assign(program, { parent: self, self: own, child: 0, lineage: program.lineage * 2 + 1 });
  } else if (Number(made) > 0) Object.assign(program, { child: made, lineage: program.lineage * 2 });
  else yield noChild(Number(made));
}

/** Whoever has a child sends to it, and its child waits for that. */
const canSend = ({ forks, isThinned }: Place): boolean => forks > 0 && !isThinned;

const message: Kind = (_, at, place) => {
  if (!canSend(place)) return null;
  const code = `if (child > 0) yield* ipcSend(child, ${wordText(at)}); else message = yield* ipcRecv();`;
  return by(EVERYBODY, 'a message', code, function* (program) {
    if (program.child > 0) yield* program.library.ipcSend(program.child, wordOf(at) + program.lineage);
    else if (program.parent > 0) yield* hear(program, at, undefined, 0);
  });
};

const passing: Kind = ([, choice, wants = 0], at, place) => {
  if (!canSend(place)) return null;
  const perm = pick([PUW, PTE_P | PTE_U], choice);
  const isWanted = wants % 3 !== 2;
  const code = [
    `if (child > 0) { yield sysPageAlloc(0, ${hex(SENT)}, PTE_P | PTE_U | PTE_W); yield store32(${hex(SENT)}, ${wordText(at)});`,
    `yield* ipcSend(child, ${wordText(at)}, ${hex(SENT)}, ${hex(perm)}); yield sysPageUnmap(0, ${hex(SENT)}); }`,
    `else message = yield* ipcRecv(${isWanted ? hex(GOT) : ''});`,
  ];
  return by(
    EVERYBODY,
    isWanted ? 'a page with a message' : 'a page that nobody wants',
    code.join(' '),
    function* (program) {
      if (program.child > 0) yield* send(program, wordOf(at) + program.lineage, perm);
      else if (program.parent > 0) yield* hear(program, at, isWanted ? GOT : undefined, isWanted ? perm : 0);
    },
  );
};

function* send(program: Running, word: number, perm: number): Helper {
  yield* program.allocate(SENT);
  yield* program.store(SENT, word);
  yield* program.library.ipcSend(program.child, word, SENT, perm);
  yield jos.sysPageUnmap(0, SENT);
  program.forget(SENT);
}

/** Waits for what the parent sends by the line of step `at`, and tells what is not as it was sent. */
function* hear(program: Running, at: number, va: number | undefined, perm: number): Helper {
  const sent = wordOf(at) + program.lineage - 1;
  const found = messageOf(yield* program.library.ipcRecv(va));
  for (const [field, right] of [sent, program.parent, perm].entries())
    if (found[field] !== right) yield misheard(field, right, found[field]);
  if (va !== undefined) program.expect(va, sent);
}

/** Value, sender and permissions. Throws a TypeError for what is no message. */
const messageOf = (message: unknown): readonly [number, number, number] => {
  const { value, from, perm } = (message ?? {}) as jos.Message;
  if ([value, from, perm].every(Number.isInteger)) return [value, from, perm];
  throw new TypeError('ipcRecv returned no message: it returns { value, from, perm }, three numbers');
};

/** It need not come back; if it does, it says that nothing came. */
const crooked: Kind = (_, __, place) => {
  place.isThinned = true;
  return by(EVERYBODY, 'a wait that must fail', `message = yield* ipcRecv(${hex(CROOKED)});`, function* (program) {
    yield ends();
    const [value, from, perm] = messageOf(yield* program.library.ipcRecv(CROOKED));
    if (value >= 0) yield misheard(0, -1, value);
    if (from !== 0) yield misheard(1, 0, from);
    if (perm !== 0) yield misheard(2, 0, perm);
  });
};

const turn: Kind = () =>
  by(EVERYBODY, 'a turn of others', 'yield sysYield();', function* () {
    yield jos.sysYield();
  });

/** Before any fork: that sets a handler of its own. */
const handle: Kind = (_, at, place) => {
  if (place.forks > 0) return null;
  const { handler } = place;
  place.writable.add(HANDLED);
  const code = `yield* setPgfaultHandler(handler); yield store32(${hex(HANDLED)}, ${wordText(at)});`;
  return by(EVERYBODY, 'a handler of the program', code, function* (program) {
    yield* program.library.setPgfaultHandler(handler);
    program.forget(HANDLED);
    yield* program.store(HANDLED, wordOf(at) + program.lineage);
  });
};

const forbidden: Kind = ([, who, choice = 0], _, place) => {
  const targets = [...place.readOnly, NOWHERE, null];
  const target = pick(targets, choice);
  const va = target ?? NOWHERE;
  place.isThinned = true;
  const code = target === null ? `yield load32(${hex(va)});` : `yield store32(${hex(va)}, 0);`;
  return by(whoOf(who, place), 'a fault that ends a program', code, function* () {
    yield ends();
    if (target === null) yield jos.load32(va);
    else yield jos.store32(va, 0);
    yield goesOn(va);
  });
};

const leave: Kind = ([, who], _, place) => {
  place.isThinned = true;
  return by(whoOf(who, place), 'an end', 'yield exit();', (program) => program.end());
};

/** What a step may be, and how often it is. */
const KINDS = {
  fork: [7, fork],
  store: [9, store],
  page: [5, page],
  message: [3, message],
  passing: [3, passing],
  turn: [2, turn],
  readOnly: [3, readOnly],
  handle: [2, handle],
  forbidden: [3, forbidden],
  crooked: [1, crooked],
  leave: [1, leave],
} as const satisfies Readonly<Record<string, readonly [weight: number, kind: Kind]>>;

const IN_ORDER: readonly (readonly [weight: number, kind: Kind])[] = Object.values(KINDS);
export const WEIGHTS: readonly number[] = IN_ORDER.map(([weight]) => weight);

/** The step of that kind, with choices of its arguments. */
export const stepNamed = (name: keyof typeof KINDS, ...choices: readonly number[]): EnvStep => [
  Object.keys(KINDS).indexOf(name),
  ...choices,
];

/** The lines that `steps` give; `handler` is an entry of the program that makes a page at HANDLED alone. */
export const actsOf = (steps: readonly EnvStep[], handler: jos.Entry): readonly Act[] => {
  const place: Place = {
    ...{ writable: new Set([STACK, BSS]), readOnly: new Set<number>(), forks: 0, isThinned: false },
    handler,
  };
  return steps.flatMap((step, at) => pick(IN_ORDER, step[0])[1](step, at, place) ?? []);
};

/** All goals. */
export const GOALS: readonly string[] = [
  ...['a fork', 'a fork of a child', 'a store', 'a fresh page', 'a page to be read alone', 'a message'],
  ...['a page with a message', 'a page that nobody wants', 'a turn of others', 'a handler of the program'],
];
