/** The random program of environments: it does what a list of steps says, one a turn; its forks go on with the same list. */
import { type CallDescription, josAbi, memlayout } from '../../../kernel/kernel.ts';
import { jos, type Operation, type Program, type ProgramFile } from '../../../userland/userland.ts';
import {
  addressOf,
  argumentsOf,
  type Deed,
  type EnvStep,
  type Kind,
  permissionsOf,
  unknownNumber,
  type Value,
  wordOf,
} from './step.ts';

const { PGSIZE } = memlayout;
const PUW = 7;
/** Forks of forks. */
const DEEPEST = 2;

type Helper<T = void> = Generator<Operation, T, number>;

/** The program of `steps`, of these kinds, on a kernel with `calls`. */
export const environmentProgram = (
  kinds: readonly Kind[],
  calls: readonly CallDescription[],
  steps: readonly EnvStep[],
): ProgramFile => {
  function* main(): Program {
    yield* jos.setPgfaultHandler(trouble);
    return jos.jump(turn, 0, 0, 0);
  }

  /** One step; `child` is the id of the last child, 0 if there is none. */
  function* turn(at: number, child: number, depth: number): Program {
    if (at >= steps.length) yield jos.exit();
    const step = steps[at];
    const kind = kinds[step[0] % kinds.length];
    if (kind === 'fork') return jos.jump(turn, at + 1, ...(yield* forkOnce(child, depth)));
    if (typeof kind === 'string') yield* deed(kind, calls, step, child, depth);
    else if (kind.fate === 'forks') return jos.jump(turn, at + 1, ...(yield* exoforkOnce(kind.number, child, depth)));
    else yield* call(kind, step, child);
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
function* exoforkOnce(number: number, child: number, depth: number): Helper<[number, number]> {
  const made = yield jos.systemCall(number);
  return made === 0 ? [0, DEEPEST] : [made > 0 ? made : child, depth];
}

function* call(description: CallDescription, step: EnvStep, child: number): Helper {
  const args: number[] = [];
  for (const value of argumentsOf(description, step)) args.push(yield* numberOf(value, child));
  yield jos.systemCall(description.number, ...args);
}

function* deed(
  name: Exclude<Deed, 'fork'>,
  calls: readonly CallDescription[],
  step: EnvStep,
  child: number,
  depth: number,
): Helper {
  switch (name) {
    case 'store':
      yield jos.store32(addressOf(step), wordOf(step));
      return;
    case 'load':
      yield jos.load32(addressOf(step));
      return;
    case 'message':
      return yield* message(step, child, depth);
    case 'exit':
      yield jos.exit();
      return;
    case 'unknown':
      yield jos.systemCall(unknownNumber(calls, step));
  }
}

/** A message from whoever has not forked to its child; the children wait for it. */
function* message(step: EnvStep, child: number, depth: number): Helper {
  const va = addressOf(step);
  if (depth > 0) yield jos.sysIpcRecv(va);
  else {
    yield jos.sysYield();
    yield jos.sysIpcTrySend(child, step[1] ?? 0, va, permissionsOf(step));
  }
}

function* numberOf(value: Value, child: number): Helper<number> {
  if (typeof value === 'number') return value;
  if (value === 'child') return child;
  if (value === 'handler') return yield jos.addressOf(trouble);
  const self = yield jos.sysGetenvid();
  return value === 'self'
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
