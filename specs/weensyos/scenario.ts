/** Random scenarios of WeensyOS: programs, a boot, and what an oracle says. */
import fc from 'fast-check';
import { choicesOf, type Executable, type Question, type TimerSetting } from '../../hardware/hardware.ts';
import {
  abi,
  type CallDescription,
  DEFAULT_PARAMETERS,
  type PageOrder,
  type WeensyParameters,
} from '../../kernel/kernel.ts';
import {
  exit,
  fork,
  getpid,
  load8,
  type OperationStep,
  pageAlloc,
  panic,
  schedYield,
  store8,
} from '../../userland/userland.ts';
import { choicesAfter, executablesOf, type ProgramScenario, someProgramsOf } from '../judge/campaign/program-trial.ts';
import type { Drawn, Vocabulary } from '../judge/campaign/random-program.ts';
import type { Undeclared } from '../judge/campaign/undeclared.ts';

const PAGE = abi.PAGESIZE;

/** Where the page of bss of every random program lies: after its page of text. */
export const BSS = abi.PROC_START_ADDR + PAGE;
const HEAP = BSS + PAGE;

/** The wrappers of programs, by the numbers of their calls, and how often each comes. */
const WRAPPERS: Readonly<Record<number, Omit<Drawn, 'call'>>> = {
  [abi.SYSCALL_PAGE_ALLOC]: { wrapper: pageAlloc, weight: 5 },
  [abi.SYSCALL_FORK]: { wrapper: fork, weight: 4 },
  [abi.SYSCALL_YIELD]: { wrapper: schedYield, weight: 6 },
  [abi.SYSCALL_GETPID]: { wrapper: getpid, weight: 4 },
  [abi.SYSCALL_EXIT]: { wrapper: exit, weight: 2 },
  [abi.SYSCALL_PANIC]: { wrapper: panic },
};

/** What programs are made of for a kernel with these calls, and with those that nobody declared. */
export const vocabularyOf = (
  calls: readonly CallDescription[],
  { answering, panicking }: Undeclared = { answering: [], panicking: [0, 77] },
): Vocabulary => ({
  calls: calls.map((call) => ({ call, ...WRAPPERS[call.number] })),
  answering,
  panicking,
  own: BSS,
  // A few of the heap on both sides of 2 MiB, and next to the stack.
  pages: [HEAP, HEAP + PAGE, 0x1ff000, 0x200000, 0x201000, abi.STACK_PAGE - PAGE],
  strange: [
    ...[0, 0x40000, 0xff000, abi.PROC_START_ADDR, abi.CONSOLE_ADDR, abi.STACK_PAGE, abi.MEMSIZE_VIRTUAL],
    ...[-PAGE, 2 ** 40, 2 ** 47 - PAGE],
  ],
  targets: [BSS, 0, abi.STACK_PAGE],
  idle: [schedYield],
});

/** A boot with random programs, and the choices of its oracle. */
export interface Scenario extends ProgramScenario {
  readonly order: PageOrder;
  readonly pages: number;
  readonly slots: number;
  readonly viewer: boolean;
}

/** A boot in which nothing is unusual. */
export const PLAIN_BOOT: Scenario = {
  ...{ programs: [], timer: { mode: 'off' }, asked: [], choices: [] },
  ...{ order: { kind: 'first-fit' }, pages: DEFAULT_PARAMETERS.pages, slots: DEFAULT_PARAMETERS.slots, viewer: false },
};

/** Programs that pass every line at which a kernel may run out of memory: children come and go, and pages are used again. */
const SWEPT_PROGRAMS: readonly (readonly OperationStep[])[] = [
  [
    [pageAlloc, HEAP],
    [store8, HEAP, 1],
    [fork],
    [store8, HEAP, 2],
    [pageAlloc, HEAP],
    [load8, HEAP],
    [schedYield],
    [pageAlloc, HEAP + PAGE],
    [exit],
  ],
  [[pageAlloc, 0x200000], [store8, 0x200000, 1], [fork], [store8, BSS, 1], [fork], [schedYield], [exit]],
  [
    [pageAlloc, HEAP],
    [store8, HEAP + PAGE - 1, 7],
    [pageAlloc, HEAP],
    [store8, HEAP, 1],
    [load8, HEAP + PAGE - 1],
    [pageAlloc, HEAP],
    [load8, HEAP + PAGE - 1],
    [exit],
  ],
  [[fork], [pageAlloc, 0x201000], [fork], [store8, 0x201000, 1], [schedYield], [store8, 0x201000, 2], [exit]],
];

/** What is swept first: memory fails wherever it can, and slots run out. */
export const SWEPT: readonly Scenario[] = [
  ...SWEPT_PROGRAMS.map((steps) => ({ ...PLAIN_BOOT, programs: [steps] })),
  { ...PLAIN_BOOT, slots: 3, programs: [[[fork], [fork], [fork], [schedYield], [exit]]] },
];

const anyOrder: fc.Arbitrary<PageOrder> = fc.oneof(
  fc.constant({ kind: 'first-fit' as const }),
  fc.constantFrom(1, 3).map((stride) => ({ kind: 'cursor' as const, stride })),
  fc.nat(999).map((seed) => ({ kind: 'random' as const, seed })),
);
const timer: fc.Arbitrary<TimerSetting> = fc.oneof(
  fc.constant({ mode: 'off' as const }),
  fc.integer({ min: 2, max: 5 }).map((period) => ({ mode: 'every' as const, period })),
  fc.integer({ min: 2000, max: 5000 }).map((period) => ({ mode: 'cycles' as const, period })),
  { weight: 3, arbitrary: fc.constant({ mode: 'chosen' as const }) },
);
const QUESTIONS: readonly Question[] = ['next process', 'page', 'allocation', 'eviction', 'speculation'];
/** Random scenarios of programs made of `vocabulary`, or `brought`; all under the page order `order` if there is one. */
export const scenario = (
  vocabulary: Vocabulary,
  order: PageOrder | null = null,
  brought: readonly Executable[] = [],
): fc.Arbitrary<Scenario> =>
  fc
    .record({
      programs: someProgramsOf(vocabulary, brought),
      order: order === null ? anyOrder : fc.constant(order),
      timer,
      pages: fc.constantFrom(DEFAULT_PARAMETERS.pages, 256),
      slots: fc.constantFrom(DEFAULT_PARAMETERS.slots, 3, 6),
      viewer: fc.boolean(),
      asked: fc.subarray([...QUESTIONS]),
      // At first nothing is unusual, for the boot.
      choices: choicesAfter(60),
    })
    .map((chosen) => ({
      ...chosen,
      // The viewer's own page may then not be had, at any trap, which programs do not see.
      viewer: chosen.viewer && !chosen.asked.includes('allocation'),
      asked: chosen.timer.mode === 'chosen' ? ['tick', ...chosen.asked] : chosen.asked,
    }));

/**
 * What a kernel boots for a scenario: its programs made into images, its choices into an oracle. `brought` are the programs that scenarios
 * name.
 */
export const parametersOf = (
  vocabulary: Vocabulary,
  { programs, asked, choices: answers, seed, ...boot }: Scenario,
  brought: readonly Executable[] = [],
): Partial<WeensyParameters> => ({
  ...boot,
  programs: executablesOf(programs, vocabulary, abi.PROC_START_ADDR, brought),
  oracle: choicesOf(asked, answers, seed),
});
