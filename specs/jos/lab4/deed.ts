/** What a step of a random program of environments may do: any system call, or one of a few things beside. */
import { type CallDescription, josAbi } from '../../../kernel/kernel.ts';
import { jos, type Operation } from '../../../userland/userland.ts';
import { trouble } from './page-fault-handler.ts';
import { addressOf, argumentsOf, type EnvStep, permissionsOf, type Value } from './step.ts';

/** Forks of forks. */
const DEEPEST = 2;
const FEW = 9;

type Helper<T> = Generator<Operation, T, number>;
/** The id of the program's last child, 0 if it has none; and of how many forks it is the child. */
export type Standing = readonly [child: number, depth: number];

export interface Deed {
  /** How often it comes among the others. What ends a program comes seldom, or little would happen after it. */
  readonly weight: number;
  /** Does it, in a program that stands so; returns how it, or its child, stands afterwards. */
  run(step: EnvStep, standing: Standing): Helper<Standing>;
  /** The same as a line that a reader of lab 4 knows. */
  code(step: EnvStep): string;
}

/**
 * What random environments may do on a kernel with `calls`: each call, one with a number that nobody declared, and what needs no call, each
 * with how often it is drawn.
 */
export const deedsOf = (calls: readonly CallDescription[]): readonly Deed[] => {
  const undeclared = Math.max(...calls.map(({ number }) => number)) + 1;
  return [
    ...BESIDE,
    unknown(undeclared),
    ...calls.map((call) => (call.fate === 'forks' ? exofork(call) : other(call))),
  ];
};

const operation = (weight: number, make: (step: EnvStep) => Operation, code: Deed['code']): Deed => ({
  weight,
  code,
  *run(step, standing) {
    yield make(step);
    return standing;
  },
});

/** What a step stores. */
const wordOf = ([, address = 0, word = 0]: EnvStep): number => address * 100 + word;
const text = (value: Value): string =>
  typeof value === 'number' && value > FEW ? `0x${value.toString(16)}` : String(value);

/** Unless it is deep enough; both go on with `trouble` for their page faults. */
const fork: Deed = {
  weight: 6,
  code: () => 'child = yield* fork();',
  *run(_, [child, depth]) {
    if (depth >= DEEPEST) return [child, depth];
    const made = yield* jos.fork();
    const entry = yield jos.addressOf(trouble);
    yield jos.sysEnvSetPgfaultUpcall(0, entry);
    return made === 0 ? [0, depth + 1] : [made > 0 ? made : child, depth];
  },
};

/** From whoever has not forked to its child; the children wait for it. */
const message: Deed = {
  weight: 9,
  code: (step) => {
    const va = text(addressOf(step));
    const sent = `sysIpcTrySend(child, ${step[1] ?? 0}, ${va}, ${text(permissionsOf(step))})`;
    return `yield depth > 0 ? sysIpcRecv(${va}) : ${sent};`;
  },
  *run(step, [child, depth]) {
    const va = addressOf(step);
    if (depth > 0) yield jos.sysIpcRecv(va);
    else {
      yield jos.sysYield();
      yield jos.sysIpcTrySend(child, step[1] ?? 0, va, permissionsOf(step));
    }
    return [child, depth];
  },
};

const BESIDE: readonly Deed[] = [
  operation(
    4,
    (step) => jos.store32(addressOf(step), wordOf(step)),
    (step) => `yield store32(${text(addressOf(step))}, ${wordOf(step)});`,
  ),
  operation(
    4,
    (step) => jos.load32(addressOf(step)),
    (step) => `yield load32(${text(addressOf(step))});`,
  ),
  fork,
  message,
  operation(1, jos.exit, () => 'yield exit();'),
];

/** A call that there is not. */
const unknown = (first: number): Deed =>
  operation(
    1,
    ([, choice = 0]) => jos.systemCall(first + choice),
    ([, choice = 0]) => `yield systemCall(${first + choice});`,
  );

const WEIGHTS: Readonly<Record<number, number>> = {
  [josAbi.SYS_CPUTS]: 2,
  [josAbi.SYS_CGETC]: 1,
  [josAbi.SYS_GETENVID]: 1,
  [josAbi.SYS_ENV_DESTROY]: 1,
  [josAbi.SYS_PAGE_ALLOC]: 9,
  [josAbi.SYS_PAGE_MAP]: 8,
  [josAbi.SYS_PAGE_UNMAP]: 5,
  [josAbi.SYS_EXOFORK]: 4,
  [josAbi.SYS_ENV_SET_STATUS]: 4,
  [josAbi.SYS_ENV_SET_PGFAULT_UPCALL]: 1,
  [josAbi.SYS_YIELD]: 4,
  [josAbi.SYS_IPC_TRY_SEND]: 4,
  [josAbi.SYS_IPC_RECV]: 4,
};
const OWN_WEIGHT = 5;

const other = (call: CallDescription): Deed => ({
  weight: WEIGHTS[call.number] ?? OWN_WEIGHT,
  code: (step) => `yield ${wrapperOf(call)}(${argumentsOf(call, step).map(text).join(', ')});`,
  *run(step, [child, depth]) {
    const args: number[] = [];
    for (const value of argumentsOf(call, step)) args.push(yield* numberOf(value, child));
    yield jos.systemCall(call.number, ...args);
    return [child, depth];
  },
});

/** A child that has nothing: if somebody lets it run, its first fetch faults. */
const exofork = (call: CallDescription): Deed => ({
  weight: WEIGHTS[call.number] ?? OWN_WEIGHT,
  code: (step) => `child = ${other(call).code(step)}`,
  *run(_, [child, depth]) {
    const made = yield jos.systemCall(call.number);
    return made === 0 ? [0, DEEPEST] : [made > 0 ? made : child, depth];
  },
});

/** `sys_page_alloc` is `sysPageAlloc` for programs. */
const wrapperOf = ({ name }: CallDescription): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function* numberOf(value: Value, child: number): Helper<number> {
  if (typeof value === 'number') return value;
  if (value === 'child') return child;
  if (value === 'handler') return yield jos.addressOf(trouble);
  const self = yield jos.sysGetenvid();
  return value === 'self'
    ? self
    : yield jos.load32(josAbi.UENVS + josAbi.ENVX(self) * josAbi.ENV_BYTES + josAbi.ENV_PARENT_ID);
}
