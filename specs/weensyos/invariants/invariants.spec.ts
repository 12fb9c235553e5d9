/** Every invariant holds while a correct kernel runs, and is the first to break under a fault made for it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frame } from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { type Process, WeensyKernel, type WeensyParameters } from '../../../kernel/kernel.ts';
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
} from '../../../userland/userland.ts';
import { Checker, InvariantBroken } from '../../judge/checker.ts';
import { programOf } from '../../kernel/weensyos/booted.ts';
import type { WeensyBug } from '../bug.ts';
import { chargesNobody } from '../bugs/charges-nobody.ts';
import { clearsBeforeItChecks } from '../bugs/clears-before-it-checks.ts';
import { forgetsToCount } from '../bugs/forgets-to-count.ts';
import { freesMappedPage } from '../bugs/frees-mapped-page.ts';
import { handsOutDirtyPages } from '../bugs/hands-out-dirty-pages.ts';
import { keepsOldPage } from '../bugs/keeps-old-page.ts';
import { keepsParentsTables } from '../bugs/keeps-parents-tables.ts';
import { leavesSlotFilled } from '../bugs/leaves-slot-filled.ts';
import { linksParentsTables } from '../bugs/links-parents-tables.ts';
import { loadsWrongText } from '../bugs/loads-wrong-text.ts';
import { losesConsole } from '../bugs/loses-console.ts';
import { neverFlushes } from '../bugs/never-flushes.ts';
import { opensKernel } from '../bugs/opens-kernel.ts';
import { runsHalfProcess } from '../bugs/runs-half-process.ts';
import { sharesEverything } from '../bugs/shares-everything.ts';
import { slotKeptBlocked } from '../bugs/slot-kept-blocked.ts';
import { staysOnOldTables } from '../bugs/stays-on-old-tables.ts';
import { failedForkNotUndone } from '../faults/fork-undo.ts';
import { weensyJudging } from '../judging.ts';
import { INVARIANTS } from './list.ts';

/** What a checked run of `events` events comes to: the invariant that broke, or null. */
const checkedRun = (
  Kernel: typeof WeensyKernel,
  parameters: Partial<WeensyParameters>,
  events = 300,
): InvariantBroken | null => {
  const kernel = new Kernel(parameters);
  const checker = new Checker(kernel, 'every-trap', weensyJudging);
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

/** An address whose entry of the TLB the kernel never needs for itself: what is stale there stays so. */
const PLACE = 0x1a0000;

/** Grows, asks for what it cannot have, replaces a page it has written, forks, yields, and lets its child exit. */
function* busy(): Program {
  yield pageAlloc(PLACE);
  yield store8(PLACE, 1);
  yield pageAlloc(PLACE + 1);
  yield pageAlloc(PLACE);
  yield getpid();
  if ((yield fork()) === 0) yield exit();
  yield schedYield();
  return jump(busy);
}

describe('The first invariant to break', () => {
  const faults: readonly (readonly [WeensyBug, string])[] = [
    [forgetsToCount, 'exact reference count'],
    [sharesEverything, 'writable means private'],
    [keepsParentsTables, 'reached through root'],
    [linksParentsTables, 'tables have one owner'],
    [handsOutDirtyPages, 'fresh page is zero'],
    [clearsBeforeItChecks, 'failure changes nothing'],
    [opensKernel, 'kernel memory is private'],
    [losesConsole, 'equal kernel part'],
    [freesMappedPage, 'no use after free'],
    [leavesSlotFilled, 'free slot is empty'],
    [slotKeptBlocked, 'no slot is lost'],
    [runsHalfProcess, 'runnable is complete'],
    [loadsWrongText, 'text equals image'],
    [neverFlushes, 'TLB within tables'],
    [chargesNobody, 'cycles add up'],
    [keepsOldPage, 'nothing leaks'],
  ];
  for (const [{ id, title, Kernel }, name] of faults) {
    test(`where ${title} (${id}) is: ${name}`, () => {
      const broken = checkedRun(Kernel, { programs: [programOf(busy)] });
      expect(broken?.invariant.name).toBe(name);
    });
  }

  test('has each its fault', () => {
    expect(INVARIANTS.map(({ name }) => name).toSorted()).toEqual(faults.map(([, name]) => name).toSorted());
  });
});

test('a process that runs on the tables of another is noticed the moment it runs', () => {
  const broken = checkedRun(staysOnOldTables.Kernel, { programs: [programOf(busy), programOf(busy)] });
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
  const broken = checkedRun(forgetsToCount.Kernel, { programs: [forkProgram()] });
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
