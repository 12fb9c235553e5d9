/** When a checker looks: at each return, at ticks, or when it is asked; what it trusts; and what it says of a broken invariant. */
import { describe, expect, test } from 'vitest';
import { counter, PAGE_SIZE, ppn, type Va, va } from '../../hardware/hardware.ts';
import type { Program } from '../../hardware/operation.ts';
import { type Process, Vmiter, WeensyKernel } from '../../kernel/kernel.ts';
import { compute, exit, fork, getpid, pageAlloc, schedYield } from '../../userland/userland.ts';
import { HEAP, programOf } from '../kernel/weensyos/booted.ts';
import { weensyJudging } from '../weensyos/judging.ts';
import { Checker, type CheckTime, InvariantBroken } from './checker.ts';
import type { Judging } from './judging.ts';
import { Observation } from './observation.ts';
import { counted } from './watch/recount.ts';

/** Spoils a count in getpid number `first`, and puts it right in the next one. */
const spoilingIn = (first: number): typeof WeensyKernel =>
  class SpoilsACount extends WeensyKernel {
    private calls = 0;

    override syscall(process: Process, number: number, argument: number): number {
      const result = super.syscall(process, number, argument);
      if (number !== WeensyKernel.calls[0].number) return result;
      this.calls += 1;
      const root = ppn(this.ptable[1].pagetable / 4096);
      if (this.calls === first) this.physpages.setRefcount(root, 2);
      if (this.calls === first + 1) this.physpages.setRefcount(root, 1);
      return result;
    }
  };

function* asks(): Program {
  for (;;) yield getpid();
}
function* leaves(): Program {
  yield getpid();
  yield getpid();
  yield exit();
}

/** At which event a run is stopped by what a checker finds at `time`; null if it is not. */
const stoppedAt = (
  time: CheckTime,
  { period = 0, judging = weensyJudging, first = 2 }: Partial<{ period: number; judging: Judging; first: number }> = {},
): number | null => {
  const timer = period > 0 ? ({ mode: 'every', period } as const) : ({ mode: 'off' } as const);
  const kernel = new (spoilingIn(first))({ programs: [programOf(asks)], timer });
  new Checker(kernel, time, judging);
  try {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, 12);
    return null;
  } catch (error) {
    if (!(error instanceof InvariantBroken)) throw error;
    expect(error.event).toBe(kernel.machine.counters[counter.EVENTS]);
    return error.event;
  }
};

describe('A checker looks', () => {
  test('at each return, whoever keeps up with memory', () => {
    expect(stoppedAt('every-trap')).toBe(2);
    expect(stoppedAt('every-trap', { judging: counted(weensyJudging) })).toBe(2);
  });

  test('at ticks alone, and not at returns after them', () => {
    expect(stoppedAt('every-trap', { period: 3 })).toBe(2);
    expect(stoppedAt('every-tick', { period: 3 })).toBe(3);
    // What was spoilt is put right before the next tick.
    for (const period of [0, 4, 5]) expect(stoppedAt('every-tick', { period })).toBeNull();
    for (const first of [4, 5]) {
      expect(stoppedAt('every-trap', { period: 4, first })).toBe(first + 1);
      expect(stoppedAt('every-tick', { period: 4, first })).toBeNull();
    }
  });

  test('only when it is asked', () => {
    expect(stoppedAt('end')).toBeNull();
    for (const judging of [weensyJudging, counted(weensyJudging)]) {
      const kernel = new (spoilingIn(2))({ programs: [programOf(asks)] });
      const checker = new Checker(kernel, 'end', judging);
      kernel.boot();
      kernel.machine.run(1);
      checker.check();
      checker.count();
      kernel.machine.run(1);
      for (const look of ['check', 'count', 'countEntry'] as const)
        expect(() => checker[look]()).toThrow(InvariantBroken);
      kernel.machine.run(1);
      for (const look of ['check', 'count', 'countEntry'] as const) checker[look]();
    }
  });

  test('when nobody can run any more', () => {
    const idle = (spoilt: boolean, judging: Judging): (() => void) => {
      class Exits extends WeensyKernel {
        override exit(process: Process): void {
          if (spoilt) this.physpages.setRefcount(ppn(5), 9);
          super.exit(process);
        }
      }
      return () => {
        const kernel = new Exits({ programs: [programOf(leaves)] });
        new Checker(kernel, 'every-trap', judging);
        kernel.boot();
        kernel.machine.run(10);
      };
    };
    for (const judging of [weensyJudging, counted(weensyJudging)]) {
      expect(idle(false, judging)).not.toThrow();
      expect(idle(true, judging)).toThrow(InvariantBroken);
    }
  });

  test('at entries alone, where a handler may have gone on after its return', () => {
    const kernel = new WeensyKernel({
      programs: [
        programOf(function* (): Program {
          yield getpid();
          for (;;) yield compute(1);
        }),
      ],
    });
    const checker = new Checker(kernel, 'end', weensyJudging);
    kernel.boot();
    kernel.machine.run(1);
    checker.countEntry();
    kernel.physpages.setRefcount(ppn(5), 3);
    expect(() => checker.countEntry()).toThrow(InvariantBroken);
    kernel.machine.run(1);
    checker.countEntry();
  });
});

test('a call that alone is wrong, and leaves a state that is right, is seen by whoever looks after it', () => {
  class HandsOutDirt extends WeensyKernel {
    override pageAlloc(process: Process, address: Va): number {
      const result = super.pageAlloc(process, address);
      this.machine.memory.bytes[new Vmiter(this, process.pagetable, address).pa + 9] = 1;
      return result;
    }
  }
  class TakesAnyAddress extends WeensyKernel {
    override pageAlloc(process: Process, address: Va): number {
      return super.pageAlloc(process, va(address - (address % PAGE_SIZE)));
    }
  }
  function* grows(): Program {
    yield pageAlloc(HEAP);
    for (;;) yield compute(1);
  }
  function* growsOddly(): Program {
    yield pageAlloc(HEAP + 1);
  }
  const odd = new TakesAnyAddress({ programs: [programOf(growsOddly)] });
  new Checker(odd, 'every-trap', weensyJudging);
  odd.boot();
  expect(() => odd.machine.run(1)).toThrow(/^fresh page is zero: /);
  for (const [time, judging] of [
    ['every-trap', weensyJudging],
    ['every-trap', counted(weensyJudging)],
    ['end', weensyJudging],
  ] as const) {
    const kernel = new HandsOutDirt({ programs: [programOf(grows)] });
    const checker = new Checker(kernel, time, judging);
    expect(() => {
      kernel.boot();
      kernel.machine.run(1);
      checker.check();
    }).toThrow(/^fresh page is zero: /);
    if (time !== 'end') continue;
    expect(() => checker.count()).toThrow(/^fresh page is zero: /);
    kernel.machine.run(1);
    checker.count();
  }
});

test('a ledger that suspects nothing is not trusted for ever', () => {
  const blind: Judging = {
    ...weensyJudging,
    track: (kernel, follower) => Object.assign(weensyJudging.track(kernel, follower), { suspects: () => false }),
  };
  const kernel = new WeensyKernel({ programs: [programOf(asks)] });
  const checker = new Checker(kernel, 'end', blind);
  kernel.boot();
  kernel.physpages.setRefcount(ppn(5), 3);
  let looks = 0;
  expect(() => {
    for (; looks < 70_000; looks++) checker.check();
  }).toThrow(InvariantBroken);
  expect(looks).toBe(65_535);
});

test('what is said of a broken invariant has its place, its moment and the last of what happened to the page', () => {
  function* forks(): Program {
    for (;;) {
      if ((yield fork()) === 0) yield exit();
      yield schedYield();
    }
  }
  const kernel = new WeensyKernel({ programs: [programOf(forks)] });
  const checker = new Checker(kernel, 'end', weensyJudging);
  kernel.boot();
  kernel.machine.run(30);
  kernel.physpages.setRefcount(ppn(5), 9);
  const history = checker.watch.history.of(ppn(5));
  expect(history.length).toBeGreaterThan(8);
  let broken: InvariantBroken | null = null;
  try {
    checker.check();
  } catch (error) {
    broken = error as InvariantBroken;
  }
  const { machine } = kernel;
  expect(broken).toMatchObject({
    message: expect.stringMatching(/^exact reference count: /),
    subject: 'kernel',
    place: ['page 0x5000'],
    during: checker.watch.history.context,
    cycle: Math.floor(machine.counters[counter.CYCLES]),
    event: machine.counters[counter.EVENTS],
  });
  expect(broken?.pageHistory.length).toBe(8);
  expect(broken?.pageHistory.at(-1)).toMatch(/count 9$/);
});

test('a place is a page, an owner and an address without a sign, as far as there are such', () => {
  const kernel = new WeensyKernel({ programs: [programOf(asks)] });
  const { history } = new Checker(kernel, 'end', weensyJudging).watch;
  kernel.boot();
  const [invariant] = weensyJudging.invariants;
  const placeOf = (where: object): readonly string[] =>
    new InvariantBroken([invariant, { ...where, expected: '', found: '' }], new Observation(kernel), history).place;
  expect(placeOf({})).toEqual([]);
  expect(placeOf({ address: -4096 })).toEqual(['address 0xfffff000']);
  expect(placeOf({ page: ppn(3), process: 2, address: 16 })).toEqual(['page 0x3000', 'process 2', 'address 0x10']);
});
