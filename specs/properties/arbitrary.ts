/** Random programs and boots: system calls with arguments at and around every boundary, loads and stores anywhere. */
import fc from 'fast-check';
import { abi, type WeensyParameters } from '../../kernel/kernel.ts';
import {
  compute,
  exit,
  fork,
  getpid,
  load8,
  load32,
  type OperationStep,
  pageAlloc,
  type Step,
  schedYield,
  store8,
  store32,
} from '../../userland/userland.ts';
import { BSS, HEAP } from '../machines.ts';

const PAGE = abi.PAGESIZE;

/** Pages that matter: a few of the heap on both sides of 2 MiB, and next to the stack. */
const HEAP_PAGES = [HEAP, HEAP + PAGE, 0x1ff000, 0x200000, 0x201000, abi.STACK_PAGE - PAGE];
/** Pages at the edges of what a program may ask for or touch, and beyond them. */
const strangePage = fc.constantFrom(
  0,
  0x40000,
  0xff000,
  abi.CONSOLE_ADDR,
  abi.STACK_PAGE,
  abi.MEMSIZE_VIRTUAL,
  -PAGE,
  2 ** 40,
);
const offset = fc.oneof(fc.constantFrom(0, 1, PAGE - 4, PAGE - 2, PAGE - 1), fc.nat(PAGE - 1));
const within = (page: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(page, offset).map(([start, at]) => start + at);
const byte = fc.integer({ min: 1, max: 255 });

/** An operation of a program that has allocated `pages`: mostly within them, now and then anywhere. */
const operationOn = (pages: readonly number[]): fc.Arbitrary<OperationStep> => {
  const own = fc
    .tuple(fc.constantFrom(BSS, ...pages), fc.constantFrom(0, 1, PAGE - 1))
    .map(([start, at]) => start + at);
  const anywhere = within(fc.oneof(fc.constantFrom(...HEAP_PAGES), strangePage));
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant(pageAlloc), fc.constantFrom(...HEAP_PAGES)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(pageAlloc), fc.oneof(strangePage, anywhere)) },
    { weight: 12, arbitrary: fc.tuple(fc.constant(store8), own, byte) },
    { weight: 12, arbitrary: fc.tuple(fc.constant(load8), own) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(store32), within(fc.constantFrom(BSS, ...pages)), byte) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(load32), anywhere) },
    { weight: 4, arbitrary: fc.constant([fork] as const) },
    { weight: 6, arbitrary: fc.constant([schedYield] as const) },
    { weight: 1, arbitrary: fc.constant([getpid] as const) },
    { weight: 1, arbitrary: fc.constant([exit] as const) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(compute), fc.nat(3000)) },
  ) as unknown as fc.Arbitrary<OperationStep>;
};

/** A program that allocates some pages, does random things with them, and yields for ever when it is through. */
export const script: fc.Arbitrary<readonly Step[]> = fc.subarray(HEAP_PAGES).chain((pages) =>
  fc.array(operationOn(pages), { minLength: 1, maxLength: 40 }).map((operations) => {
    const steps: Step[] = [...pages.map((page): Step => [pageAlloc, page]), ...operations];
    return [...steps, [schedYield], { to: steps.length }];
  }),
);

/** Everything about a boot but its programs. */
export const boot: fc.Arbitrary<Partial<WeensyParameters>> = fc.record({
  order: fc.oneof(
    fc.constant({ kind: 'first-fit' as const }),
    fc.constantFrom(1, 3).map((stride) => ({ kind: 'cursor' as const, stride })),
    fc.nat(999).map((seed) => ({ kind: 'random' as const, seed })),
  ),
  timer: fc.oneof(
    fc.constant({ mode: 'off' as const }),
    fc.integer({ min: 2, max: 5 }).map((period) => ({ mode: 'every' as const, period })),
    fc.integer({ min: 2000, max: 5000 }).map((period) => ({ mode: 'cycles' as const, period })),
  ),
  pages: fc.constantFrom(256, 512),
  slots: fc.constantFrom(3, 6, 16),
});

/** A script as the generator that does the same, for reports. */
export const readable = (steps: readonly Step[]): string =>
  steps
    .map((step) => {
      if ('to' in step) return `  // go on at step ${step.to}`;
      const [make, ...operands] = step;
      return `  yield ${make.name}(${operands.map((operand) => (operand > 9 ? `0x${operand.toString(16)}` : operand)).join(', ')});`;
    })
    .join('\n');
