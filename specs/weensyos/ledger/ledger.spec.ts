/** The ledger says of every state what counting from scratch says, whatever a kernel does to memory, and however it got there. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frame, PTE_P, PTE_U, register, va } from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { abi, NO_RETURN, type Process, Vmiter, WeensyKernel, type WeensyParameters } from '../../../kernel/kernel.ts';
import {
  allocators,
  exit,
  exitProgram,
  fork,
  forkProgram,
  fuzzProgram,
  schedYield,
} from '../../../userland/userland.ts';
import { firstBroken } from '../../judge/invariant.ts';
import { Observation } from '../../judge/observation.ts';
import { watchKernel } from '../../judge/watch/watch.ts';
import { programOf } from '../../kernel/weensyos/booted.ts';
import { WEENSY_BUGS } from '../bugs/list.ts';
import { INVARIANTS } from '../invariants/list.ts';
import { weensyJudging } from '../judging.ts';
import { parametersOf, scenario, vocabularyOf } from '../scenario.ts';
import { DEEDS, Scribbler } from './scribbling-kernel.ts';

const VOCABULARY = vocabularyOf(WeensyKernel.calls);

/** Both verdicts on one state: the ledger's, and the name of the first invariant that does not hold, or null. */
type Verdicts = readonly [isSuspect: boolean, broken: string | null];

/** Follows `kernel`, which has not booted, and passes both verdicts of every return to a program to `compare`. Gives those of any moment. */
const followed = (kernel: WeensyKernel, compare: (verdicts: Verdicts) => void): (() => Verdicts) => {
  const watch = watchKernel(kernel, weensyJudging);
  const verdicts = (): Verdicts => {
    watch.tracker.enter();
    const broken = firstBroken(INVARIANTS, new Observation(kernel, watch.last));
    return [watch.tracker.suspects(watch.last), broken?.[0].name ?? null];
  };
  kernel.machine.listen(() => compare(verdicts()), ['return', 'idle']);
  return verdicts;
};

function* yields(): Program {
  for (;;) yield schedYield();
}

const agree = ([isSuspect, broken]: Verdicts): void => expect([isSuspect, broken]).toEqual([broken !== null, broken]);

/** Runs `boundaries` boundaries of a kernel that was not booted, comparing verdicts after each. */
const step = (kernel: WeensyKernel, compare: (verdicts: Verdicts) => void, boundaries: number): void => {
  const verdicts = followed(kernel, compare);
  kernel.boot();
  for (let i = 0; i < boundaries && kernel.machine.cpu.runState === register.RUNNING; i++) {
    kernel.machine.run(1);
    if (kernel.machine.execution.halt === null) compare(verdicts());
  }
};

describe('The ledger suspects a state if and only if some invariant is broken', () => {
  test('under the true kernel, whatever programs, boots and choices are', () => {
    const property = fc.property(scenario(VOCABULARY), (tried) =>
      step(new WeensyKernel(parametersOf(VOCABULARY, tried)), agree, 60),
    );
    fc.assert(property, { numRuns: 15 });
  });

  test('after a first call that fails, on whose way in the viewer takes its page', () => {
    function* forks(): Program {
      yield fork();
      yield exit();
    }
    const kernel = new WeensyKernel({ programs: [programOf(forks), programOf(forks)], slots: 3, viewer: true });
    const kept: (readonly [result: number, isKept: boolean])[] = [];
    kernel.machine.listen((event) => {
      if (event.type === 'return') kept.push([event.result, kernel.view.keptPage > 0]);
    });
    step(kernel, agree, 4);
    expect(kept.slice(0, 2)).toEqual([
      [0, false],
      [-1, true],
    ]);
  });

  test('under every kernel with a seeded bug, before and after it shows', () => {
    const met = new Set<string | null>();
    const compare = (verdicts: Verdicts): void => {
      met.add(verdicts[1]);
      agree(verdicts);
    };
    const [tried] = fc.sample(scenario(VOCABULARY), { seed: 5, numRuns: 1 });
    const course: Partial<WeensyParameters>[] = [
      { programs: [exitProgram()], pages: 256 },
      { programs: [forkProgram()] },
    ];
    for (const { Kernel } of WEENSY_BUGS) {
      for (const parameters of [parametersOf(VOCABULARY, tried), ...course]) step(new Kernel(parameters), compare, 25);
    }
    expect(met.size).toBeGreaterThan(9);
  });
});

describe('The ledger suspects every state in which an invariant is broken', () => {
  test('by a kernel that writes to tables, counts, slots and pages without telling anybody, and puts it right later', () => {
    const deeds = new Set<string>();
    const met = new Set<string>();
    let alarms = 0;
    const compare = ([isSuspect, broken]: Verdicts): void => {
      if (broken !== null) met.add(broken);
      if (broken !== null && !isSuspect) throw new Error(`not suspected: ${broken} is broken`);
      if (broken === null && isSuspect) alarms++;
    };
    for (let seed = 1; seed <= 60; seed++) {
      for (const programs of [[exitProgram(seed)], [fuzzProgram(seed)], allocators()]) {
        const kernel = new Scribbler({ programs, pages: 256 }).scribbleBy(seed);
        followed(kernel, compare);
        kernel.boot();
        kernel.machine.run(Number.POSITIVE_INFINITY, 40);
        for (const deed of kernel.deeds) deeds.add(deed);
      }
    }
    expect([...deeds].toSorted()).toEqual([...DEEDS].toSorted());
    expect(met.size).toBeGreaterThan(8);
    expect(alarms).toBeLessThan(20);
  });
});

test('text of another process that is unmapped in one call and replaced by zeros in a later one is suspected', () => {
  /** When process 2 has run, a yield of process 1 unmaps its text, and the next one maps a page of zeros there. */
  class ReplacesText extends WeensyKernel {
    private yields = 0;

    override syscallYield(process: Process): number {
      const it = new Vmiter(this, this.ptable[2].pagetable, va(abi.PROC_START_ADDR));
      if (process.pid === 1) this.yields += 1;
      if (this.yields === 2) this.takeAway(it);
      if (this.yields === 3) it.map(this.kallocPagetable(), PTE_P | PTE_U);
      if (this.yields < 2) return super.syscallYield(process);
      process.setRegister(frame.RAX, 0);
      this.run(this.ptable[1]);
      return NO_RETURN;
    }

    private takeAway(it: Vmiter): void {
      const { pa } = it;
      it.map(pa, 0);
      this.kfree(pa);
    }
  }
  const kernel = new ReplacesText({ programs: [programOf(yields), programOf(yields)] });
  const met: Verdicts[] = [];
  step(kernel, (verdicts) => void met.push(verdicts), 8);
  const broken = met.find(([, name]) => name !== null);
  expect(broken).toEqual([true, 'text equals image']);
});

test('a machine that is rewound or restored is followed there, too', () => {
  for (const rewinds of [true, false]) {
    const kernel = new Scribbler({ programs: [exitProgram(7)], pages: 256 });
    const { machine } = kernel;
    const broken = new Set<string | null>();
    const verdicts = followed(kernel, (both) => {
      broken.add(both[1]);
      agree(both);
    });
    kernel.boot();
    for (let turn = 1; turn <= 12; turn++) {
      kernel.scribbleBy(0);
      machine.run(Number.POSITIVE_INFINITY, 20);
      const [mark, snapshot] = rewinds ? [machine.mark(), null] : [null, machine.snapshot()];
      kernel.scribbleBy(turn * 3);
      machine.run(Number.POSITIVE_INFINITY, 15);
      if (mark !== null) machine.undo(mark);
      if (snapshot !== null) machine.restore(snapshot);
      kernel.forgetWrongs();
      expect(verdicts()).toEqual([false, null]);
    }
    expect(broken.size).toBeGreaterThan(2);
  }
});

test('a long run of the true kernel, short of memory, is suspected nowhere', () => {
  const kernel = new WeensyKernel({ programs: [exitProgram()], pages: 256, timer: { mode: 'every', period: 7 } });
  const { machine } = kernel;
  const watch = watchKernel(kernel, weensyJudging);
  let failures = 0;
  machine.listen(() => {
    if (watch.last !== null && watch.last.result < 0) failures++;
    expect(watch.tracker.suspects(watch.last)).toBe(false);
  }, ['return']);
  kernel.boot();
  machine.run(Number.POSITIVE_INFINITY, 5000);
  expect(failures).toBeGreaterThan(50);
});
