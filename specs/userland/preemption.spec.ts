import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter, type Executable, frame, type MachineEvent } from '../../hardware/hardware.ts';
import type { Program } from '../../hardware/operation.ts';
import { type Process, WeensyKernel } from '../../kernel/kernel.ts';
import { compute, exitProgram, jump, load32, store32 } from '../../userland/userland.ts';
import { BSS, boot, programOf, sameWords } from '../kernel/weensyos/booted.ts';

/** Counts in memory and never makes a system call: only the timer takes the CPU from it. */
const counting = (): Executable =>
  programOf(function* main(): Program {
    const value = yield load32(BSS);
    yield compute(37);
    yield store32(BSS, value + 1);
    return jump(main);
  });

/** Load, compute, store, jump. */
const OPERATIONS_A_TURN = 4;

test('programs that never call the kernel share the CPU', () => {
  const kernel = boot([counting(), counting(), counting()], { timer: { mode: 'cycles', period: 5000 } });
  kernel.machine.run(30_000);
  const user = [1, 2, 3].map((pid) => kernel.machine.counters[counter.slotCounter(pid, counter.USER_CYCLES)]);
  expect(Math.min(...user)).toBeGreaterThan(0.9 * Math.max(...user));
  expect(kernel.machine.counters[counter.SYSTEM_CALLS]).toBe(0);
});

test('the timer interrupts between any two operations of a turn, and no count is lost', () => {
  const interruptedAt = new Set<number>();
  for (const period of [2311, 2399, 2503, 2707]) {
    const kernel = boot([counting(), counting()], { timer: { mode: 'cycles', period } });
    kernel.machine.listen((event: MachineEvent) => {
      if (event.type === 'timer') interruptedAt.add(kernel.machine.threadOf(event.slot)?.operations ?? -1);
    });
    kernel.machine.run(20_000);
    const turns = kernel.view.processes().map((process) => {
      const bss = kernel.view.userMappings(process).find(({ va }) => va === BSS);
      return kernel.machine.memory.words[(bss?.pa ?? 0) >> 2];
    });
    const ticks = kernel.machine.counters[counter.INTERRUPTS];
    expect(Math.abs(turns[0] + turns[1] - (20_000 - ticks) / OPERATIONS_A_TURN)).toBeLessThan(2);
  }
  expect([...interruptedAt].toSorted()).toEqual([0, 1, 2, 3]);
});

test('a process whose interrupt flag is clear is never interrupted', () => {
  class ForgetsTheFlag extends WeensyKernel {
    override initProcess(process: Process, pid: number): void {
      super.initProcess(process, pid);
      process.setRegister(frame.RFLAGS, 0);
    }
  }
  const interrupts = [WeensyKernel, ForgetsTheFlag].map((Kernel) => {
    const kernel = new Kernel({ programs: [counting()], timer: { mode: 'cycles', period: 5000 } });
    kernel.boot();
    kernel.machine.run(10_000);
    return kernel.machine.counters[counter.INTERRUPTS];
  });
  expect(interrupts).toEqual([expect.toSatisfy((ticks: number) => ticks > 10), 0]);
});

test('a run repeats itself byte for byte, for any timer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 20_000 }), (period) => {
      const states = [1, 2].map(() => {
        const { machine } = boot([exitProgram()], { timer: { mode: 'cycles', period } });
        machine.run(3000);
        return machine;
      });
      expect(sameWords(states[0].memory.words, states[1].memory.words)).toBe(true);
      expect(states[0].counters).toEqual(states[1].counters);
    }),
    { numRuns: 8 },
  );
});
