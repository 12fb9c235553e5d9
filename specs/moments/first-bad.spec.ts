/** The first bad moment: never after the failure that it is of, also where the state heals, and of nothing that is right. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Tiny from '../../examples/kernel-from-scratch/tiny.ts';
import { counter, ppnOf, type TimerSetting, type Va, va } from '../../hardware/hardware.ts';
import { abi, JosKernel, JosLab4, memlayout, type Process, Vmiter, WeensyKernel } from '../../kernel/kernel.ts';
import {
  compute,
  defineProgram,
  exitProgram,
  getpid,
  jos,
  load8,
  type OperationStep,
  type Program,
  pageAlloc,
  store8,
} from '../../userland/userland.ts';
import { JOS_BUGS } from '../jos/lab2/bugs/list.ts';
import { lab2Judging } from '../jos/lab2/judging.ts';
import { EXERCISE, type RandomStep } from '../jos/lab2/random-sequence.ts';
import { Lab2Trial } from '../jos/lab2/trial.ts';
import { LAB4_BUGS } from '../jos/lab4/bugs/list.ts';
import { lab4Judging } from '../jos/lab4/judging.ts';
import { Lab4Trial } from '../jos/lab4/trial.ts';
import { campaign } from '../judge/campaign/campaign.ts';
import { OwnTrial } from '../judge/campaign/kernel-from-scratch-trial.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { Checker } from '../judge/checker.ts';
import { OPEN } from '../judge/contract.ts';
import type { Invariant } from '../judge/invariant.ts';
import type { Judging } from '../judge/judging.ts';
import { WEENSY_BUGS } from '../weensyos/bugs/list.ts';
import { weensyJudging } from '../weensyos/judging.ts';
import { PLAIN_BOOT } from '../weensyos/scenario.ts';
import { weensyTrial } from '../weensyos/trial.ts';
import { VARIANTS } from '../weensyos/variants/list.ts';
import { firstBad, firstBadOfRun, type PlainRun } from './first-bad.ts';

const lab4 = lab4Judging(() => new Set());
const bootedLab2 = (Kernel: typeof JosKernel, variant: memlayout.Variant = 'mit'): Lab2Trial => {
  const kernel = new Kernel({ variant, pages: 1100 });
  kernel.boot();
  return new Lab2Trial(kernel);
};

/** Keeps the end of what boot_alloc gave away where nobody else looks. */
class KeepsItsOwnVariable extends JosKernel {
  private end = 0;

  override bootAlloc(bytes: number): Va {
    const result = this.end || memlayout.ROUNDUP(this.parameters.end, memlayout.PGSIZE);
    this.end = memlayout.ROUNDUP(result + bytes, memlayout.PGSIZE);
    return va(result);
  }
}

/** Puts pages on the free list from the highest down, of which it gives the lowest first. */
class GivesTheLast extends JosKernel {
  override pageInit(): void {
    super.pageInit();
    const free = this.view.freeList();
    for (const [i, page] of free.entries())
      this.setPpLink(this.view.descriptorOf(page), i === 0 ? va(0) : this.view.descriptorOf(free[i - 1]));
    this.pageFreeList = this.view.descriptorOf(free[free.length - 1]);
  }
}

describe('A right kernel has none', () => {
  const has = <Scenario>(trial: Trial<Scenario>, runs: number): unknown =>
    fc.sample(trial.scenarios, { seed: 3, numRuns: runs }).find((scenario) => firstBad(trial, scenario) !== null);

  test('of WeensyOS, in random scenarios, and whatever contract it uses', () => {
    expect(has(weensyTrial(), 6)).toBeUndefined();
    for (const { Right } of VARIANTS) expect(has(weensyTrial({ Kernel: Right, contract: OPEN }), 1)).toBeUndefined();
  });

  test('of JOS, in random scenarios, in the exercise, and in the boots of both variants', () => {
    expect(has(new Lab4Trial(), 2)).toBeUndefined();
    for (const variant of ['mit', 'sjtu'] as const) {
      const trial = bootedLab2(JosKernel, variant);
      expect(firstBad(trial, EXERCISE)).toBeNull();
      expect(has(trial, 1)).toBeUndefined();
    }
  });

  test('of lab 2 that does otherwise what the lab leaves open', () => {
    for (const Kernel of [KeepsItsOwnVariable, GivesTheLast])
      expect(
        firstBadOfRun({ make: () => new Kernel({ pages: 1100 }), judging: lab2Judging, operations: 0 }),
      ).toBeNull();
  });

  test('made from scratch, in random scenarios', () => {
    expect(has(new OwnTrial(Tiny), 4)).toBeUndefined();
  });
});

describe('The first bad moment is never after that at which an attempt fails', () => {
  const SEEDS = [1, 2];
  /** Random scenarios that fail, as they are found. */
  const isBefore = <Scenario>(trial: Trial<Scenario>): void => {
    for (const seed of SEEDS) {
      const { failure } = campaign(trial, { seed, runs: 300, shortens: false });
      if (failure === null) throw new Error('nothing failed');
      expect(() => trial.attempt(failure.scenario)).toThrow();
      const late = trial.whereabouts;
      const first = firstBad(trial, failure.scenario);
      expect(first?.operations).toBeLessThanOrEqual(late.operations);
      expect(first?.event).toBeLessThanOrEqual(late.event);
    }
  };

  test.each(WEENSY_BUGS.filter(({ id }) => /-(?:11|18|24)$/.test(id)))('$id', ({ Kernel }) => {
    isBefore(weensyTrial({ Kernel }));
  });

  test.each(LAB4_BUGS.filter(({ id }) => /-(?:15|22)$/.test(id)))('$id', ({ Kernel }) => {
    isBefore(new Lab4Trial(Kernel));
  });

  test.each(JOS_BUGS.filter(({ id }) => /-56$/.test(id)))('$id', ({ Kernel }) => {
    isBefore(bootedLab2(Kernel));
  });
});

/** Counts a page that somebody has once more in page_alloc, and puts that right in getpid. */
class WeensyHeals extends WeensyKernel {
  override syscall(process: Process, number: number, argument: number): number {
    const result = super.syscall(process, number, argument);
    const page = ppnOf(new Vmiter(this, process.pagetable, va(abi.PROC_START_ADDR)).pa);
    const change = { [abi.SYSCALL_PAGE_ALLOC]: 1, [abi.SYSCALL_GETPID]: -1 }[number] ?? 0;
    this.physpages.setRefcount(page, this.physpages.refcount(page) + change);
    return result;
  }
}

/** The same in sys_page_alloc and sys_yield. */
class Lab4Heals extends JosLab4 {
  private counted: Va | null = null;

  override sysPageAlloc(id: number, address: number, perm: number): number {
    const result = super.sysPageAlloc(id, address, perm);
    this.counted = this.pageLookup(this.envid2env(id, true)?.pgdir ?? va(0), address)?.page ?? null;
    this.recount(1);
    return result;
  }

  override sysYield(): number {
    this.recount(-1);
    return super.sysYield();
  }

  private recount(change: number): void {
    if (this.counted !== null) this.setPpRef(this.counted, this.ppRef(this.counted) + change);
  }
}

/** The page that the first page_alloc gives is counted until the second. */
class Lab2Heals extends JosKernel {
  private calls = 0;
  private first = va(0);

  override pageAlloc(flags: number): Va {
    if (this.calls === 1) this.setPpRef(this.first, 0);
    const page = super.pageAlloc(flags);
    if (this.calls++ > 0) return page;
    this.first = page;
    this.setPpRef(page, 1);
    return page;
  }
}

/** After the boot a page is counted twice that is inserted, until it is looked up. */
class Lab2HealsLater extends JosKernel {
  private hasBooted = false;

  override boot(): void {
    super.boot();
    this.hasBooted = true;
  }

  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const result = super.pageInsert(pgdir, pp, address, perm);
    if (this.hasBooted && result === 0) this.setPpRef(pp, 2);
    return result;
  }

  override pageLookup(pgdir: Va, address: number): ReturnType<JosKernel['pageLookup']> {
    const found = super.pageLookup(pgdir, address);
    if (this.hasBooted && found !== null) this.setPpRef(found.page, 1);
    return found;
  }
}

describe('What was done then', () => {
  const DATA = abi.PROC_START_ADDR + abi.PAGESIZE;
  /** Broken by a program, with which no kernel has to do. */
  const nothingIsStored: Invariant = {
    name: 'nothing is stored',
    sentence: 'The data of programs stay as they are.',
    why: 'It is for this spec.',
    violations: ({ spaces, machine }) =>
      spaces
        .flatMap(({ mappings }) => mappings.filter((one) => one.va === DATA && machine.memory.bytes[one.pa] !== 0))
        .map(({ pa }) => ({ page: ppnOf(pa), expected: '0', found: 'another byte' })),
  };

  test('has no name where a program did it alone', () => {
    const trial = weensyTrial({ invariants: [nothingIsStored] });
    const steps: readonly OperationStep[] = [[getpid], [store8, DATA, 1]];
    const scenario = { ...PLAIN_BOOT, programs: [steps] };
    expect(firstBad(trial, scenario)).toMatchObject({ operations: 2, event: 1, during: null });
  });

  test('is a tick or a page fault, by these names', () => {
    class LosesCycles extends WeensyKernel {
      override exception(vector: number, saved: Va): void {
        this.machine.counters[counter.CREDITED] += 1;
        super.exception(vector, saved);
      }
    }
    const trial = weensyTrial({ Kernel: LosesCycles });
    const during = (steps: readonly OperationStep[], timer: TimerSetting): unknown =>
      firstBad(trial, { ...PLAIN_BOOT, timer, programs: [steps, steps] })?.during;
    expect(during([[load8, 0x0]], { mode: 'off' })).toBe('page fault');
    expect(during([[getpid], [getpid], [getpid]], { mode: 'every', period: 2 })).toBe('tick');
  });
});

test('What a boot does last is looked at before any program does anything', () => {
  class SpoilsLast extends WeensyKernel {
    override boot(): void {
      super.boot();
      this.physpages.setRefcount(ppnOf(this.ptable[1].pagetable), 9);
    }
  }
  const run = { make: () => new SpoilsLast({ programs: [exitProgram()] }), judging: weensyJudging, events: 3 };
  expect(firstBadOfRun(run)).toMatchObject({ operations: 0, event: 0, during: 'boot' });
});

const stepOf = (does: string, address: number): RandomStep => ({ does, name: 'a', address, word: 0, starved: false });

describe('A state that heals', () => {
  /** Whether nothing is wrong at the end of `run`. */
  const isWholeAtEnd = ({ make, judging, operations = 0 }: PlainRun): boolean => {
    const kernel = make();
    const checker = new Checker(kernel, 'end', judging as Judging<never>);
    kernel.boot();
    kernel.machine.run(operations);
    checker.count();
    return kernel.machine.execution.halt === null;
  };

  test('of WeensyOS is caught in the call that spoils it, in an attempt and in a plain run', () => {
    const scenario = { ...PLAIN_BOOT, programs: [[[pageAlloc, 0x103000] as const, [getpid] as const]] };
    const found = { event: 1, during: 'page_alloc' };
    expect(firstBad(weensyTrial({ Kernel: WeensyHeals }), scenario)).toMatchObject(found);
    function* main(): Program {
      yield pageAlloc(0x103000);
      yield getpid();
      for (;;) yield compute(1);
    }
    const program = defineProgram({ name: 'heals', entries: { main } });
    const run = { make: () => new WeensyHeals({ programs: [program] }), judging: weensyJudging, operations: 5 };
    expect(isWholeAtEnd(run)).toBe(true);
    expect(firstBadOfRun(run)).toMatchObject({ ...found, operations: 1 });
  });

  test('of JOS with environments is caught there, too', () => {
    function* main(): Program {
      yield jos.sysGetenvid();
      yield jos.sysPageAlloc(0, 0xa00000, 7);
      yield jos.sysYield();
      for (;;) yield jos.sysGetenvid();
    }
    const program = jos.defineJosProgram({ name: 'heals', entries: { main } });
    const run = { make: () => new Lab4Heals({ programs: [program], pages: 1024 }), judging: lab4, operations: 8 };
    expect(isWholeAtEnd(run)).toBe(true);
    expect(firstBadOfRun(run)).toMatchObject({ operations: 2, event: 2, during: 'sys_page_alloc' });
  });

  test('of lab 2 is caught in the boot, though all checks of the lab pass, and after it', () => {
    const run = { make: () => new Lab2Heals({ pages: 1100 }), judging: lab2Judging, operations: 0 };
    expect(isWholeAtEnd(run)).toBe(true);
    expect(firstBadOfRun(run)).toMatchObject({ operations: 0, during: 'page_alloc' });
    const steps = [stepOf('take', 0), stepOf('insert', 0x1000), stepOf('look up', 0x1000)];
    expect(firstBad(bootedLab2(Lab2HealsLater), { steps })).toMatchObject({ operations: 2, during: 'page_insert' });
  });
});
