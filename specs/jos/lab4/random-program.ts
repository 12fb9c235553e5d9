/** The random program of environments: it does what a list of small numbers says, one step a turn; its forks go on with the same list. */
import { josAbi, memlayout } from '../../../kernel/kernel.ts';
import { jos, type Operation, type Program, type ProgramFile } from '../../../userland/userland.ts';

const { PGSIZE, UTOP } = memlayout;
const PUW = 7;

/** Kind, and three numbers that choose among the tables below. */
export type EnvStep = readonly [kind: number, a: number, b: number, c: number];

/** Addresses that steps name: pages of no use yet, text, stack, what may not be named, and one that is no page. */
export const ADDRESSES: readonly number[] = [
  0x400000,
  0x401000,
  0xa00000,
  0xa01000,
  0x10000000,
  0x800000,
  0xeebfd000,
  0,
  josAbi.PFTEMP,
  0xa00004,
  UTOP,
  0xf0000000,
];
/** What they ask for: readable, writable, bits of their own; not present, not for users, a large page. */
export const PERMISSIONS: readonly number[] = [5, 7, 0x207, 0x405, 4, 3, 0x87];
/** Statuses, of which programs may set the first two. */
export const STATUSES: readonly number[] = [josAbi.ENV_RUNNABLE, josAbi.ENV_NOT_RUNNABLE, josAbi.ENV_RUNNING, 7];
const NOBODY = 0x7777;
/** Forks of forks. */
const DEEPEST = 2;

/** What steps do, by their kind; each with how it reads as code. */
export const KINDS = [
  'store',
  'load',
  'page_alloc',
  'page_map',
  'page_unmap',
  'fork',
  'exofork',
  'set_status',
  'destroy',
  'yield',
  'send',
  'recv',
  'message',
  'upcall',
  'cputs',
  'exit',
  'unknown',
] as const;

type Helper<T = void> = Generator<Operation, T, number>;

const pick = (table: readonly number[], index: number): number => table[index % table.length];

/** The program of `steps`. */
export const environmentProgram = (steps: readonly EnvStep[]): ProgramFile => {
  function* main(): Program {
    yield* jos.setPgfaultHandler(trouble);
    return jos.jump(turn, 0, 0, 0);
  }

  /** One step; `child` is the id of the last child, 0 if there is none. */
  function* turn(at: number, child: number, depth: number): Program {
    if (at >= steps.length) yield jos.exit();
    const [kind, a, b, c] = steps[at];
    const name = KINDS[kind % KINDS.length];
    if (name === 'fork') return jos.jump(turn, at + 1, ...(yield* forkOnce(child, depth)));
    if (name === 'exofork') return jos.jump(turn, at + 1, ...(yield* exoforkOnce(child, depth)));
    if (name === 'message') yield* message(a, c, child, depth);
    else yield* take(name, a, b, c, child);
    return jos.jump(turn, at + 1, child, depth);
  }

  return jos.defineJosProgram({ name: 'environments', entries: { main, turn, trouble } });
};

/** Forks, unless it is deep enough; both go on with `trouble` for their page faults. Returns the last child and the depth. */
function* forkOnce(child: number, depth: number): Helper<[number, number]> {
  if (depth >= DEEPEST) return [child, depth];
  const made = yield* jos.fork();
  const entry = yield jos.addressOf(trouble);
  yield jos.sysEnvSetPgfaultUpcall(0, entry);
  return made === 0 ? [0, depth + 1] : [made > 0 ? made : child, depth];
}

/** A child that has nothing: if somebody lets it run, its first fetch faults. */
function* exoforkOnce(child: number, depth: number): Helper<[number, number]> {
  const made = yield jos.sysExofork();
  return made === 0 ? [0, DEEPEST] : [made > 0 ? made : child, depth];
}

/** A message from whoever has not forked to its child; the children wait for it. */
function* message(a: number, c: number, child: number, depth: number): Helper {
  const va = pick(ADDRESSES, a);
  if (depth > 0) yield jos.sysIpcRecv(va);
  else {
    yield jos.sysYield();
    yield jos.sysIpcTrySend(child, a, va, pick(PERMISSIONS, c));
  }
}

function* take(name: (typeof KINDS)[number], a: number, b: number, c: number, child: number): Helper {
  const va = pick(ADDRESSES, a);
  switch (name) {
    case 'store':
      yield jos.store32(va, a * 100 + b);
      return;
    case 'load':
      yield jos.load32(va);
      return;
    case 'page_alloc':
      yield jos.sysPageAlloc(yield* who(b, child), va, pick(PERMISSIONS, c));
      return;
    case 'page_map':
      yield jos.sysPageMap(
        yield* who(b, child),
        va,
        yield* who(b >> 2, child),
        pick(ADDRESSES, c),
        pick(PERMISSIONS, c >> 1),
      );
      return;
    case 'page_unmap':
      yield jos.sysPageUnmap(yield* who(b, child), va);
      return;
    case 'send':
      yield jos.sysIpcTrySend(yield* who(b, child), a, va, pick(PERMISSIONS, c));
      return;
    case 'recv':
      yield jos.sysIpcRecv(va);
      return;
    case 'cputs':
      yield jos.sysCputs(va, b % 8);
      return;
    default:
      yield* takeOther(name, a, b, child);
  }
}

function* takeOther(name: (typeof KINDS)[number], a: number, b: number, child: number): Helper {
  switch (name) {
    case 'set_status':
      yield jos.sysEnvSetStatus(yield* who(b, child), pick(STATUSES, a));
      return;
    case 'destroy':
      yield jos.sysEnvDestroy(yield* who(b, child));
      return;
    case 'upcall':
      yield jos.sysEnvSetPgfaultUpcall(
        yield* who(b, child),
        a % 3 === 0 ? yield jos.addressOf(trouble) : a % 3 === 1 ? 0 : 0xdeadbeef,
      );
      return;
    case 'exit':
      yield jos.exit();
      return;
    case 'unknown':
      yield jos.systemCall(13 + a);
      return;
    default:
      yield jos.sysYield();
  }
}

/** The id that a step means: the caller by 0 and by its own, its last child, its parent, nobody. */
function* who(index: number, child: number): Helper<number> {
  if (index % 4 === 0) return 0;
  if (index % 4 === 1) return child;
  if (index % 4 === 3) return NOBODY;
  const self = yield jos.sysGetenvid();
  return index % 8 < 4
    ? self
    : yield jos.load32(josAbi.UENVS + josAbi.ENVX(self) * josAbi.ENV_BYTES + josAbi.ENV_PARENT_ID);
}

/** Handles page faults: copies what is to be copied, makes a page where none is, and ends the program otherwise. */
function* trouble(): Program {
  const fault = yield* jos.pageFault();
  if (!(yield* jos.copyOnWrite(fault))) {
    const page = fault.address - (fault.address % PGSIZE);
    if ((fault.err & josAbi.FEC_PR) !== 0 || (yield jos.sysPageAlloc(0, page, PUW)) < 0) yield jos.exit();
  }
  yield* jos.returnFrom(fault);
}
