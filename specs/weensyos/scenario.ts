/** Random programs and boots: system calls with arguments at and around every boundary, loads and stores anywhere. */
import fc from 'fast-check';
import { choicesOf, type Question } from '../../hardware/hardware.ts';
import { abi, DEFAULT_PARAMETERS, type PageOrder, type WeensyParameters } from '../../kernel/kernel.ts';
import {
  compute,
  defineScript,
  disableInterrupts,
  exit,
  fork,
  getpid,
  goTo,
  load8,
  load32,
  type OperationStep,
  pageAlloc,
  panic,
  type Step,
  schedYield,
  softwareInterrupt,
  store8,
  store32,
  systemCall,
} from '../../userland/userland.ts';

const PAGE = abi.PAGESIZE;

/** Where the page of bss of every random program lies: after its page of text. */
export const BSS = abi.PROC_START_ADDR + PAGE;
const HEAP = BSS + PAGE;

/** Pages that matter: a few of the heap on both sides of 2 MiB, and next to the stack. */
const HEAP_PAGES = [HEAP, HEAP + PAGE, 0x1ff000, 0x200000, 0x201000, abi.STACK_PAGE - PAGE];
/** Pages at the edges of what a program may ask for or touch, and beyond them. */
const strangePage = fc.constantFrom(
  0,
  0x40000,
  0xff000,
  abi.PROC_START_ADDR,
  abi.CONSOLE_ADDR,
  abi.STACK_PAGE,
  abi.MEMSIZE_VIRTUAL,
  -PAGE,
  2 ** 40,
  2 ** 47 - PAGE,
);
const offset = fc.oneof(fc.constantFrom(0, 1, PAGE - 4, PAGE - 2, PAGE - 1), fc.nat(PAGE - 1));
const within = (page: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(page, offset).map(([start, at]) => start + at);
const byte = fc.integer({ min: 1, max: 255 });

/** An operation of a program that has allocated `pages`: mostly within them, now and then anywhere. */
const operationOn = (pages: readonly number[]): fc.Arbitrary<OperationStep> => {
  const page = fc.constantFrom(BSS, ...pages);
  const own = fc.tuple(page, fc.constantFrom(0, 1, PAGE - 1)).map(([start, at]) => start + at);
  const anywhere = within(fc.oneof(fc.constantFrom(...HEAP_PAGES), strangePage));
  const step = (weight: number, make: OperationStep[0], ...operands: fc.Arbitrary<number>[]) => ({
    weight,
    arbitrary: fc.tuple(...operands).map((values): OperationStep => [make, ...values]),
  });
  return fc.oneof(
    step(4, pageAlloc, fc.constantFrom(...HEAP_PAGES)),
    step(1, pageAlloc, fc.oneof(strangePage, anywhere)),
    step(12, store8, own, byte),
    step(12, load8, own),
    step(2, store32, within(page), byte),
    step(2, load32, within(page)),
    step(1, load32, anywhere),
    step(1, store8, anywhere, byte),
    step(4, fork),
    step(6, schedYield),
    step(4, getpid),
    step(2, exit),
    step(4, compute, fc.nat(3000)),
  );
};

/** What ends a process, or the kernel: foreign bytes, what ring 3 refuses, and calls that this kernel panics over. */
const lastStep: fc.Arbitrary<readonly OperationStep[]> = fc.constantFrom<readonly OperationStep[]>(
  [],
  [[goTo, BSS]],
  [[goTo, 0]],
  [[goTo, abi.STACK_PAGE]],
  [[softwareInterrupt, 14]],
  [[disableInterrupts]],
  [[systemCall, 0]],
  [[systemCall, 77]],
  [[panic, 0]],
);

/** The steps of a program that allocates some pages and does random things with them; after that it yields for ever. */
const steps: fc.Arbitrary<readonly OperationStep[]> = fc
  .subarray(HEAP_PAGES)
  .chain((pages) =>
    fc
      .tuple(
        fc.array(operationOn(pages), { maxLength: 40, size: 'max' }),
        fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, lastStep),
      )
      .map(([operations, last]) => [...pages.map((page): OperationStep => [pageAlloc, page]), ...operations, ...last]),
  );

/** A boot with random programs, and the choices of its oracle. */
export interface Scenario {
  /** What each program does before it only yields. */
  readonly programs: readonly (readonly OperationStep[])[];
  readonly order: PageOrder;
  readonly timer: WeensyParameters['timer'];
  readonly pages: number;
  readonly slots: number;
  readonly viewer: boolean;
  readonly asked: readonly Question[];
  readonly choices: readonly number[];
}

const anyOrder: fc.Arbitrary<PageOrder> = fc.oneof(
  fc.constant({ kind: 'first-fit' as const }),
  fc.constantFrom(1, 3).map((stride) => ({ kind: 'cursor' as const, stride })),
  fc.nat(999).map((seed) => ({ kind: 'random' as const, seed })),
);
const timer: fc.Arbitrary<WeensyParameters['timer']> = fc.oneof(
  fc.constant({ mode: 'off' as const }),
  fc.integer({ min: 2, max: 5 }).map((period) => ({ mode: 'every' as const, period })),
  fc.integer({ min: 2000, max: 5000 }).map((period) => ({ mode: 'cycles' as const, period })),
  { weight: 3, arbitrary: fc.constant({ mode: 'chosen' as const }) },
);
const QUESTIONS: readonly Question[] = ['next process', 'page', 'allocation', 'eviction', 'speculation'];
/** Mostly the usual way, so that programs come to do something between two surprises; at first nothing else, for the boot. */
const choice = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) });
const choices = fc
  .tuple(fc.nat(60), fc.array(choice, { maxLength: 100, size: 'max' }))
  .map(([calm, rest]) => (rest.length === 0 ? [] : [...new Array(calm).fill(0), ...rest]));

/** Random scenarios, all under the page order `order` if there is one. */
export const scenario = (order: PageOrder | null = null): fc.Arbitrary<Scenario> =>
  fc
    .record({
      programs: fc.array(steps, { minLength: 1, maxLength: 2 }),
      order: order === null ? anyOrder : fc.constant(order),
      timer,
      pages: fc.constantFrom(DEFAULT_PARAMETERS.pages, 256),
      slots: fc.constantFrom(DEFAULT_PARAMETERS.slots, 3, 6),
      viewer: fc.boolean(),
      asked: fc.subarray([...QUESTIONS]),
      choices,
    })
    .map((chosen) => ({
      ...chosen,
      // The viewer's own page may then not be had, at any trap, which programs do not see.
      viewer: chosen.viewer && !chosen.asked.includes('allocation'),
      asked: chosen.timer.mode === 'chosen' ? ['tick', ...chosen.asked] : chosen.asked,
    }));

/** What a kernel boots for `scenario`. */
export const parametersOf = ({ programs, asked, choices, ...boot }: Scenario): Partial<WeensyParameters> => ({
  ...boot,
  programs: programs.map((made) => defineScript({ name: 'script', bssSize: PAGE }, scriptOf(made))),
  oracle: choicesOf(asked, choices),
});

const scriptOf = (made: readonly OperationStep[]): Step[] => [...made, [schedYield], { to: made.length }];

/** The program of `made` as the generator that does the same, for reports. */
export const readable = (made: readonly OperationStep[]): string =>
  [
    'export function* main() {',
    ...made.map((step) => `  ${statementOf(step)}`),
    '  for (;;) yield schedYield();',
    '}',
  ].join('\n');

const statementOf = ([make, ...operands]: OperationStep): string =>
  `yield ${make.name}(${operands.map((operand) => (operand > 9 ? `0x${operand.toString(16)}` : operand)).join(', ')});`;
