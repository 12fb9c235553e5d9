/** What the programs of the handouts do, operation by operation: each is driven by hand over a memory of its own, and no kernel decides anything. */
import { describe, expect, test } from 'vitest';
import { heapBottom, operation } from '../../hardware/hardware.ts';
import type { Position } from '../../hardware/image.ts';
import { jump, type Program } from '../../hardware/operation.ts';
import { abi, JosLab4, josAbi } from '../../kernel/kernel.ts';
import { userPanic } from '../../userland/assertion.ts';
import { allocator, defineProgram, exitProgram, forkProgram, jos, type ProgramFile } from '../../userland/userland.ts';

const PAGE = abi.PAGESIZE;

/** An operation that was done: its name, and its operands. */
type Done = readonly [name: string, ...operands: number[]];

/** Executes a program: loads give what was stored, calls what `answer` says. */
class Driver {
  readonly done: Done[] = [];
  private readonly memory = new Map<number, number>();
  private readonly position: Position;
  private kind: number;

  constructor({ program, entry = 0, registers = [] }: { program: ProgramFile; entry?: number; registers?: number[] }) {
    this.position = program.start();
    this.kind = this.position.begin(entry, Float64Array.from(registers), registers.length);
  }

  store(address: number, value: number): void {
    this.memory.set(address, value);
  }

  load(address: number): number {
    return this.memory.get(address) ?? 0;
  }

  /** Does up to `count` operations. */
  run(count: number, answer: (call: number, argument: number) => number): Done[] {
    for (let i = 0; i < count; i++) {
      const { operands, target } = operation.slot;
      const given = operation.operandsOf(this.kind, operands);
      this.done.push([operation.operationName(this.kind), ...given]);
      if (this.kind === operation.JUMP)
        this.kind = this.position.begin(Number(target), operands.slice(1, 1 + operands[0]), operands[0]);
      else this.kind = this.position.next(this.resultOf(given, answer));
    }
    return this.done;
  }

  private resultOf([first, second]: number[], answer: (call: number, argument: number) => number): number {
    if (this.kind === operation.SYSTEM_CALL) return answer(first, second);
    if (this.kind === operation.SCAN) return PAGE;
    if (this.kind === operation.STORE32) this.store(first, second);
    return this.kind === operation.LOAD32 ? this.load(first) : 0;
  }
}

/** Grows at each turn, and never draws another number. */
const always = (): number => 0;
/** Those that take pages: from which entry on they only do that, and where they keep the top of their heap. */
const GROWING: readonly (readonly [name: string, program: ProgramFile, grow: number, heapTop: number])[] = [
  ['p-allocator', allocator(1, always), 1, 0x102000],
  ['p-allocator4', allocator(4, always), 1, 0x1c2000],
  ['p-fork', forkProgram(always), 2, 0x103008],
];

const begun = ([, program, entry, heapTop]: (typeof GROWING)[number], bottom: number): Driver => {
  const driver = new Driver({ program, entry, registers: [1] });
  driver.store(heapTop, bottom);
  return driver;
};
const called = (done: readonly Done[], number: number): number[] =>
  done.flatMap(([name, call, argument]) => (name === 'systemCall' && call === number ? [argument] : []));

describe.each(GROWING)('%s', (...one) => {
  const [, { layout }, , heapTop] = one;
  const bottom = heapBottom(layout);

  test('takes pages from the end of its memory on up to the stack, one after the other, and then gives way for ever', () => {
    const driver = begun(one, abi.STACK_PAGE - 3 * PAGE);
    // The loads of the first turn found nothing stored yet.
    const done = driver.run(200, () => 0);
    expect(called(done, abi.SYSCALL_PAGE_ALLOC)).toEqual([3, 2, 1].map((pages) => abi.STACK_PAGE - pages * PAGE));
    const last = done.findLastIndex(([name]) => name !== 'jump' && name !== 'systemCall');
    expect(done.length - last).toBeGreaterThan(50);
    expect(new Set(done.slice(last + 1).map(([, call]) => call))).toEqual(new Set([0, abi.SYSCALL_YIELD]));
  });

  test('gives way for ever once there is no page', () => {
    const driver = begun(one, bottom);
    const done = driver.run(200, (call, at) => (call === abi.SYSCALL_PAGE_ALLOC && at > bottom + PAGE ? -1 : 0));
    expect(called(done, abi.SYSCALL_PAGE_ALLOC)).toEqual([bottom, bottom + PAGE, bottom + 2 * PAGE]);
    expect(driver.load(heapTop)).toBe(bottom + 2 * PAGE);
  });

  test('has looked at a page and marked it before it counts it as its own, and keeps the low half of its random state first', () => {
    const driver = begun(one, bottom);
    const done = driver.run(60, () => 0);
    const taken = done.findIndex(([name, call]) => name === 'systemCall' && call === abi.SYSCALL_PAGE_ALLOC);
    const turn = done.slice(taken - 2, taken + 5).map(([name, at]) => [name, at]);
    expect(turn).toEqual([
      ['store32', heapTop + 16],
      ['store32', heapTop + 20],
      ['systemCall', abi.SYSCALL_PAGE_ALLOC],
      ['scan', bottom],
      ['store8', bottom],
      ['store16', abi.CONSOLE_ADDR + 2 * (25 * 80 - 1)],
      ['store32', heapTop],
    ]);
    expect(done[taken + 2]).toEqual(['store8', bottom, 1]);
  });
});

test('p-fork writes its number to a page that it has where it draws that, and looks at no other', () => {
  const [self, byte] = [7, 0x1234];
  const draws = [self, byte];
  const program = forkProgram(() => draws.shift() ?? 99);
  const bottom = heapBottom(program.layout);
  const driver = new Driver({ program, entry: 2, registers: [self] });
  // The top of the heap is what the first load gives.
  driver.store(0x103008, bottom + 2 * PAGE);
  const stored = driver.run(8, () => 0).filter(([name]) => name === 'store8');
  expect(stored).toEqual([['store8', byte, self]]);
});

test('p-exit whose heap is full goes on drawing whether to exit, and exits where it draws 0', () => {
  const drawn = [5, 1, 0];
  const program = exitProgram(undefined, () => drawn.shift() ?? -1);
  const { entryNames } = program.layout;
  const driver = new Driver({ program, entry: entryNames.indexOf('full') });
  const done = driver.run(40, () => 0).flatMap(([name, call]) => (name === 'systemCall' ? [call] : []));
  expect(done.slice(0, 3)).toEqual([abi.SYSCALL_YIELD, abi.SYSCALL_YIELD, abi.SYSCALL_EXIT]);
});

test.each([0, 149, 150, 151, 400])(
  'an assertion keeps at most 150 characters of its message: %i are written',
  (length) => {
    const message = 'x'.repeat(length);
    function* main(): Program {
      yield* userPanic(message);
      return jump(main);
    }
    const driver = new Driver({ program: defineProgram({ name: 'panics', entries: { main } }) });
    const kept = Math.min(length, 150);
    const done = driver.run(kept + 2, () => 0);
    expect(done.slice(0, kept).map(([, at, value]) => [at, value])).toEqual(
      Array.from({ length: kept }, (_, i) => [abi.STACK_PAGE + i, 'x'.charCodeAt(0)]),
    );
    expect(done.slice(kept)).toEqual([
      ['store8', abi.STACK_PAGE + kept, 0],
      ['systemCall', abi.SYSCALL_PANIC, abi.STACK_PAGE, 0, 0, 0, 0],
    ]);
  },
);

test('spin lets its child run eight times before it ends it', () => {
  const kernel = new JosLab4({
    programs: [jos.JOS_PROGRAMS.spin],
    pages: 2048,
    timer: { mode: 'cycles', period: 30_000 },
  });
  const calls: (readonly [slot: number, call: number])[] = [];
  kernel.machine.listen(
    (event) => {
      if (event.type === 'system call') calls.push([event.slot, event.number]);
    },
    ['system call'],
  );
  kernel.boot();
  kernel.machine.run(40_000);
  const [[parent]] = calls;
  const end = calls.findIndex(([, call]) => call === josAbi.SYS_ENV_DESTROY);
  const yields = calls.slice(0, end).filter(([slot, call]) => slot === parent && call === josAbi.SYS_YIELD);
  expect([end > 0, yields.length]).toEqual([true, 8]);
});
