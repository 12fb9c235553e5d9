import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RIP } from '../../hardware/frame.ts';
import { store8 } from '../../hardware/operation.ts';
import type { TimerSetting } from '../../hardware/timer.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { exitProgram, forkProgram, fuzzProgram } from '../../userland/userland.ts';
import { copyOf, differences } from './action.ts';
import { booted, bootScript, DATA, entryOf } from './booted.ts';

const PROGRAMS = [[exitProgram(7)], [forkProgram()], [fuzzProgram(3)]];
const programs = fc.constantFrom(...PROGRAMS);
const timer = fc.constantFrom<TimerSetting>(
  { mode: 'off' },
  { mode: 'cycles', period: 20_000 },
  { mode: 'every', period: 5 },
);
const boundaries = fc.nat(1500);
const kernel = fc.tuple(programs, timer).map(
  ([programs, timer]) =>
    () =>
      booted(new WeensyKernel({ programs, timer, pages: 256 })),
);

/** All that decides the future, and what it cost so far. */
const stateOf = ({ machine }: WeensyKernel) => ({ words: copyOf(machine.memory), counters: machine.counters.slice() });
const expectSame = (kernel: WeensyKernel, { words, counters }: ReturnType<typeof stateOf>): void => {
  expect(differences(words, kernel.machine.memory.words)).toEqual([]);
  expect(kernel.machine.counters).toEqual(counters);
};
const ran = (kernel: WeensyKernel, boundaries: number): WeensyKernel => {
  kernel.machine.run(boundaries);
  return kernel;
};

describe('a machine', () => {
  test('rewound to a mark is what it was, and runs the same way again', () => {
    fc.assert(
      fc.property(kernel, boundaries, boundaries, (boot, before, further) => {
        const kernel = ran(boot(), before);
        const [mark, then, fingerprint] = [kernel.machine.mark(), stateOf(kernel), kernel.machine.fingerprint()];
        const end = stateOf(ran(kernel, further));
        kernel.machine.undo(mark);
        expectSame(kernel, then);
        expect(kernel.machine.fingerprint()).toBe(fingerprint);
        expectSame(ran(kernel, further), end);
      }),
      { numRuns: 20 },
    );
  });

  test('restored from a snapshot is what it was, and so is another one built alike', () => {
    fc.assert(
      fc.property(kernel, boundaries, boundaries, (boot, before, further) => {
        const kernel = ran(boot(), before);
        const [snapshot, then] = [kernel.machine.snapshot(), stateOf(kernel)];
        const end = stateOf(ran(kernel, further));
        const other = boot();
        for (const restored of [kernel, other]) {
          restored.machine.restore(snapshot);
          expectSame(restored, then);
          expectSame(ran(restored, further), end);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('runs the same way whoever watches', () => {
    fc.assert(
      fc.property(kernel, boundaries, (boot, boundaries) => {
        const [plain, watched] = [boot(), boot()];
        watched.machine.mark();
        watched.machine.snapshot();
        watched.machine.fingerprint();
        watched.machine.listen(() => {});
        expectSame(ran(watched, boundaries), stateOf(ran(plain, boundaries)));
        expect(watched.machine.memory.fingerprint()).toBe(watched.machine.memory.fingerprintFromScratch());
      }),
      { numRuns: 15 },
    );
  });

  test('runs the same way in one stretch or many', () => {
    fc.assert(
      fc.property(kernel, fc.array(fc.nat(200), { maxLength: 8 }), (boot, stretches) => {
        const whole = ran(
          boot(),
          stretches.reduce((sum, n) => sum + n, 0),
        );
        expectSame(stretches.reduce(ran, boot()), stateOf(whole));
      }),
      { numRuns: 15 },
    );
  });

  test('has a fingerprint that the TLB does not change, until one of its entries is stale', () => {
    const kernel = bootScript([store8, DATA, 1], [store8, DATA, 1]);
    const { machine } = ran(kernel, 1);
    const fingerprint = machine.fingerprint();
    const snapshot = machine.snapshot();
    machine.mmu.tlb.flush(false);
    expect(machine.fingerprint()).toBe(fingerprint);
    const entry = entryOf(kernel, DATA);
    const present = machine.memory.words[entry];
    machine.memory.store(entry, 0);
    const unmapped = machine.fingerprint();
    machine.restore(snapshot);
    expect(machine.fingerprint()).toBe(fingerprint);
    machine.memory.store(entry, 0);
    expect(machine.fingerprint()).not.toBe(unmapped);
    machine.memory.store(entry, present);
    expect(machine.fingerprint()).toBe(fingerprint);
  });

  test('has another fingerprint at another position of a program, though all words are the same', () => {
    const kernel = bootScript([store8, DATA, 0], [store8, DATA, 0], [store8, DATA, 0]);
    const { machine } = ran(kernel, 1);
    const first = { rip: machine.cpu.get(RIP), words: copyOf(machine.memory), fingerprint: machine.fingerprint() };
    machine.run(1);
    expect(machine.fingerprint()).not.toBe(first.fingerprint);
    machine.cpu.set(RIP, first.rip);
    expect(differences(first.words, machine.memory.words)).toEqual([]);
    expect(machine.fingerprint()).not.toBe(first.fingerprint);
  });
});
