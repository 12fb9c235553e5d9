/** Every invariant holds while a correct kernel runs, and is the first to break under a fault made for it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter, frame, type Pa, pa, type Segment, va } from '../../hardware/hardware.ts';
import type { Program } from '../../hardware/operation.ts';
import {
  abi,
  P_RUNNABLE,
  type Process,
  PTE_PWU,
  Vmiter,
  WeensyKernel,
  type WeensyParameters,
} from '../../kernel/kernel.ts';
import { CURRENT } from '../../kernel/weensyos/layout.ts';
import {
  allocators,
  exit,
  exitProgram,
  fork,
  forkProgram,
  fuzzProgram,
  getpid,
  jump,
  pageAlloc,
  schedYield,
  store8,
} from '../../userland/userland.ts';
import { Checker, InvariantBroken } from '../checker.ts';
import { failedForkNotUndone } from '../faults/fork-undo.ts';
import { oldPageNeverFreed } from '../faults/replaced-page.ts';
import { HEAP, programOf } from '../machines.ts';
import { INVARIANTS } from './invariants.ts';

/** What a checked run of `events` events comes to: the invariant that broke, or null. */
const checkedRun = (
  Kernel: typeof WeensyKernel,
  parameters: Partial<WeensyParameters>,
  events = 300,
): InvariantBroken | null => {
  const kernel = new Kernel(parameters);
  const checker = new Checker(kernel, 'every-trap');
  try {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, events);
    checker.check();
  } catch (error) {
    if (error instanceof InvariantBroken) return error;
    throw error;
  }
  expect(kernel.machine.execution.halt).toBeNull();
  return null;
};

test('a correct kernel breaks none, whatever its programs, orders, memory and timer', () => {
  const seed = fc.nat(0xffff);
  const parameters = fc.record({
    programs: fc.oneof(
      seed.map((n) => [exitProgram(n)]),
      seed.map((n) => [fuzzProgram(n)]),
      fc.constantFrom([forkProgram()], allocators()),
    ),
    order: fc.oneof(
      fc.constant({ kind: 'first-fit' as const }),
      fc.constantFrom(1, 3).map((stride) => ({ kind: 'cursor' as const, stride })),
      seed.map((n) => ({ kind: 'random' as const, seed: n })),
    ),
    timer: fc.oneof(
      fc.integer({ min: 2, max: 9 }).map((period) => ({ mode: 'every' as const, period })),
      fc.integer({ min: 2000, max: 9000 }).map((period) => ({ mode: 'cycles' as const, period })),
    ),
    pages: fc.constantFrom(256, 300, 512),
    slots: fc.constantFrom(6, 16),
    viewer: fc.boolean(),
  });
  fc.assert(
    fc.property(parameters, (chosen) => {
      expect(checkedRun(WeensyKernel, chosen)).toBeNull();
    }),
    { numRuns: 30 },
  );
});

class ForgetsToCount extends WeensyKernel {
  override share(): void {}
}
class SharesEverything extends WeensyKernel {
  override copyMapping(to: Vmiter, from: Vmiter): boolean {
    return this.sharePage(to, from);
  }
}
class KeepsTheParentsTables extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.pagetable = parent.pagetable;
    child.state = P_RUNNABLE;
    return child.pid;
  }
}
/** Gives the child the parent's L2 table, and so all tables below. */
class LinksTheParentsTables extends WeensyKernel {
  override fork(parent: Process): number {
    const child = super.fork(parent);
    if (child > 0) {
      const [ours, theirs] = [this.ptable[child], parent].map(({ pagetable }) => this.supervisor.load32(va(pagetable)));
      const firstL2 = (l3: number): ReturnType<typeof va> => va(l3 - (l3 % abi.PAGESIZE));
      this.supervisor.store32(firstL2(ours), this.supervisor.load32(firstL2(theirs)));
    }
    return child;
  }
}
class StaysOnTheOldTables extends WeensyKernel {
  override run(process: Process): void {
    const before = this.current;
    this.setVariable(CURRENT, process.slot);
    this.machine.entry.loadRoot(before.pid > 0 ? before.pagetable : process.pagetable);
    this.machine.entry.returnTo(process.registers, process.slot);
  }
}
class HandsOutDirtyPages extends WeensyKernel {
  override replacePage(process: Process, address: ReturnType<typeof va>, page: Pa): number {
    this.supervisor.store32(va(page + 400), 7);
    return super.replacePage(process, address, page);
  }
}
class ClearsBeforeItChecks extends WeensyKernel {
  override pageAlloc(process: Process, address: ReturnType<typeof va>): number {
    const it = new Vmiter(this, process.pagetable, va(address - (address % abi.PAGESIZE)));
    if (it.user) this.supervisor.fillPage(va(it.pa), 0);
    return super.pageAlloc(process, address);
  }
}
class OpensTheKernel extends WeensyKernel {
  override mapKernelPart(root: Pa, source: Pa): boolean {
    new Vmiter(this, source, va(0x42000)).map(pa(0x42000), PTE_PWU);
    return super.mapKernelPart(root, source);
  }
}
class LosesTheConsole extends WeensyKernel {
  override mapKernelPart(root: Pa, source: Pa): boolean {
    const mapped = super.mapKernelPart(root, source);
    new Vmiter(this, root, va(abi.CONSOLE_ADDR)).map(pa(0), 0);
    return mapped;
  }
}
class FreesTheNewPage extends WeensyKernel {
  override replacePage(process: Process, address: ReturnType<typeof va>, page: Pa): number {
    const result = super.replacePage(process, address, page);
    this.kfree(page);
    return result;
  }
}
class LeavesTheSlotFilled extends WeensyKernel {
  override exit(process: Process): void {
    const root = process.pagetable;
    super.exit(process);
    process.pagetable = root;
  }
}
class RunsHalfAProcess extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child !== null) child.state = P_RUNNABLE;
    return super.fork(parent);
  }
}
class LoadsTextTwice extends WeensyKernel {
  override loadSegment(root: Pa, segment: Segment): void {
    const bytes = segment.writable ? segment.bytes : segment.bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte));
    super.loadSegment(root, { ...segment, bytes });
  }
}
/** Stays on the program's own tables during a system call, and so never flushes the TLB. */
class NeverFlushes extends WeensyKernel {
  override systemCall(saved: ReturnType<typeof va>): void {
    const process = this.current;
    this.supervisor.copyWords(process.registers, saved, frame.FRAME_WORDS);
    const { RAX, RDI } = frame;
    this.machine.entry.returnFromSystemCall(this.syscall(process, process.register(RAX), process.register(RDI)));
  }
}
class ChargesNobody extends WeensyKernel {
  override syscallYield(process: Process): number {
    this.machine.counters[counter.slotCounter(process.slot, counter.KERNEL_CYCLES)] = 0;
    return super.syscallYield(process);
  }
}

/** Grows, asks for what it cannot have, replaces a page it has written, forks, yields, and lets its child exit. */
function* busy(): Program {
  yield pageAlloc(HEAP);
  yield store8(HEAP, 1);
  yield pageAlloc(HEAP + 1);
  yield pageAlloc(HEAP);
  yield getpid();
  if ((yield fork()) === 0) yield exit();
  yield schedYield();
  return jump(busy);
}

describe('The first invariant to break', () => {
  const faults: readonly (readonly [typeof WeensyKernel, string])[] = [
    [ForgetsToCount, 'exact reference count'],
    [SharesEverything, 'writable means private'],
    [KeepsTheParentsTables, 'reached through root'],
    [LinksTheParentsTables, 'tables have one owner'],
    [HandsOutDirtyPages, 'fresh page is zero'],
    [ClearsBeforeItChecks, 'failure changes nothing'],
    [OpensTheKernel, 'kernel memory is private'],
    [LosesTheConsole, 'equal kernel part'],
    [FreesTheNewPage, 'no use after free'],
    [LeavesTheSlotFilled, 'free slot is empty'],
    [RunsHalfAProcess, 'runnable is complete'],
    [LoadsTextTwice, 'text equals image'],
    [NeverFlushes, 'TLB within tables'],
    [ChargesNobody, 'cycles add up'],
    [oldPageNeverFreed.Kernel, 'nothing leaks'],
  ];
  for (const [Kernel, name] of faults) {
    test(`of a kernel that ${words(Kernel.name)} is: ${name}`, () => {
      const broken = checkedRun(Kernel, { programs: [programOf(busy)] });
      expect(broken?.invariant.name).toBe(name);
    });
  }

  test('has each its fault', () => {
    expect(INVARIANTS.map(({ name }) => name).toSorted()).toEqual(faults.map(([, name]) => name).toSorted());
  });
});

function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

test('a process that runs on the tables of another is noticed the moment it runs', () => {
  const broken = checkedRun(StaysOnTheOldTables, { programs: [programOf(busy), programOf(busy)] });
  expect([broken?.invariant.name, broken?.violation.process]).toEqual(['reached through root', 2]);
});

test('a process that would be resumed in ring 0, or never be interrupted, is not complete', () => {
  for (const [register, value, missing] of [
    [frame.CS, frame.KERNEL_CODE, 'code segment of ring 3'],
    [frame.RFLAGS, 0, 'interrupt flag'],
  ] as const) {
    class SpoilsARegister extends WeensyKernel {
      override copyRegisters(child: Process, parent: Process): void {
        super.copyRegisters(child, parent);
        child.setRegister(register, value);
      }
    }
    const broken = checkedRun(SpoilsARegister, { programs: [programOf(busy)] });
    expect([broken?.invariant.name, broken?.violation.found]).toEqual(['runnable is complete', `no ${missing}`]);
  }
});

test('a report names page, moment and what happened to the page', () => {
  const broken = checkedRun(ForgetsToCount, { programs: [forkProgram()] });
  expect(broken).toMatchObject({
    violation: { page: 5, expected: '2: 0x100000 of process 1, 0x100000 of process 2', found: 'a count of 1' },
    during: 'fork of process 1',
    event: 2,
    pageHistory: [
      expect.stringMatching(/^cycle [\d,]+: taken by setup, count 1$/),
      expect.stringMatching(/^cycle [\d,]+: mapped at 0x100000 by setup$/),
      expect.stringMatching(/^cycle [\d,]+: mapped at 0x100000 by fork of process 1$/),
    ],
  });
});

test('a fork that is not undone is found when it fails, long before memory is lost to it', () => {
  const broken = checkedRun(failedForkNotUndone.Kernel, { programs: [exitProgram()], pages: 256 }, 3000);
  expect([broken?.invariant.name, broken?.during]).toEqual([
    'exact reference count',
    expect.stringMatching(/^fork of process/),
  ]);
});
