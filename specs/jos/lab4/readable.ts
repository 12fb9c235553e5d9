/** A random scenario as code that a reader of lab 4 knows: the system calls that its program makes, one a line. */
import { ADDRESSES, type EnvStep, KINDS, PERMISSIONS, STATUSES } from './random-program.ts';
import type { EnvScenario } from './scenario.ts';

const pick = (table: readonly number[], index: number): number => table[index % table.length];
const hex = (value: number): string => `0x${value.toString(16)}`;

/** The id that a step means, as an expression (`who` of program.ts). */
const who = (index: number): string => {
  if (index % 4 === 0) return '0';
  if (index % 4 === 1) return 'child';
  if (index % 4 === 3) return '0x7777';
  return index % 8 < 4 ? 'self' : 'parent';
};

const STATUS_NAMES: readonly string[] = ['ENV_RUNNABLE', 'ENV_NOT_RUNNABLE', 'ENV_RUNNING', '7'];
const HANDLERS: readonly string[] = ['handler', '0', '0xdeadbeef'];

/** What a step of each kind does, given address, environment and permissions that it names. */
const CODE: Readonly<Record<(typeof KINDS)[number], (step: EnvStep, va: string, id: string, perm: string) => string>> =
  {
    store: ([, a, b], va) => `store32(${va}, ${a * 100 + b})`,
    load: (_, va) => `load32(${va})`,
    page_alloc: (_, va, id, perm) => `sysPageAlloc(${id}, ${va}, ${perm})`,
    page_map: ([, , b, c], va, id) =>
      `sysPageMap(${id}, ${va}, ${who(b >> 2)}, ${hex(pick(ADDRESSES, c))}, ${hex(pick(PERMISSIONS, c >> 1))})`,
    page_unmap: (_, va, id) => `sysPageUnmap(${id}, ${va})`,
    fork: () => 'fork()',
    exofork: () => 'sysExofork()',
    set_status: ([, a], _, id) => `sysEnvSetStatus(${id}, ${STATUS_NAMES[a % STATUSES.length]})`,
    destroy: (_, __, id) => `sysEnvDestroy(${id})`,
    yield: () => 'sysYield()',
    send: ([, a], va, id, perm) => `sysIpcTrySend(${id}, ${a}, ${va}, ${perm})`,
    recv: (_, va) => `sysIpcRecv(${va})`,
    message: ([, a], va, _, perm) => `depth > 0 ? sysIpcRecv(${va}) : sysIpcTrySend(child, ${a}, ${va}, ${perm})`,
    upcall: ([, a], _, id) => `sysEnvSetPgfaultUpcall(${id}, ${HANDLERS[a % 3]})`,
    cputs: ([, , b], va) => `sysCputs(${va}, ${b % 8})`,
    exit: () => 'exit()',
    unknown: ([, a]) => `systemCall(${13 + a})`,
  };

const lineOf = (step: EnvStep): string => {
  const [kind, a, b, c] = step;
  const name = KINDS[kind % KINDS.length];
  const code = CODE[name](step, hex(pick(ADDRESSES, a)), who(b), hex(pick(PERMISSIONS, c)));
  if (name === 'fork') return `child = yield* ${code};`;
  return name === 'exofork' ? `child = yield ${code};` : `yield ${code};`;
};

/** The program of `scenario` in lines, and under what it runs. A child goes on with the same lines. */
export const readableEnvironments = ({ steps, asked, answers, timer }: EnvScenario): string[] => {
  const ticks = timer.mode === 'every' ? `each ${timer.period}th event a tick` : `timer ${timer.mode}`;
  const given = answers.some((answer) => answer > 0) && asked.length > 0;
  return [
    ...steps.map(lineOf),
    `// ${ticks}${given ? `; asked about ${asked.join(', ')}, the answers are ${answers.join(' ')}` : ''}`,
  ];
};
