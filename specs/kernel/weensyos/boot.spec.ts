/** Parameters of a boot, keys, and scheduling. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter, type MachineEvent, register } from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { type PageOrder, WeensyKernel } from '../../../kernel/kernel.ts';
import {
  allocator,
  allocators,
  compute,
  exit,
  forkProgram,
  getpid,
  jump,
  pageAlloc,
  panic,
  schedYield,
} from '../../../userland/userland.ts';
import { boot, HEAP, programOf, ran } from './booted.ts';

/** The first `count` pages taken. */
const pagesTaken = (order: PageOrder, count: number): number[] => {
  const kernel = new WeensyKernel({ programs: [allocator(1)], order });
  const taken: number[] = [];
  kernel.machine.listen((event: MachineEvent) => {
    if (event.type === 'page' && event.before === 0) taken.push(event.page);
  });
  kernel.boot();
  return taken.slice(0, count);
};

describe('The order of pages', () => {
  test('is from the bottom up for first fit', () => {
    expect(pagesTaken({ kind: 'first-fit' }, 6)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('goes in strides for a cursor', () => {
    expect(pagesTaken({ kind: 'cursor', stride: 3 }, 4)).toEqual([3, 6, 9, 12]);
  });

  test('is random for a seed, the same one each time', () => {
    const [first, again, other] = [5, 5, 6].map((seed) => pagesTaken({ kind: 'random', seed }, 9));
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(first.some((page, i) => i > 0 && page < first[i - 1])).toBe(true);
  });

  test('hands every allocatable page out once, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.record({ kind: fc.constant('random' as const), seed: fc.nat() }),
          fc.record({ kind: fc.constant('cursor' as const), stride: fc.constantFrom(1, 3, 5, 7) }),
        ),
        fc.constantFrom(256, 300, 512),
        (order, pages) => {
          function* main(): Program {
            let heap = HEAP;
            while ((yield pageAlloc(heap)) === 0) heap += 4096;
            return jump(main);
          }
          // A stride that divides the number of pages would not reach them all, on the real kernel neither.
          if (order.kind === 'cursor' && pages % order.stride === 0 && order.stride > 1) return;
          const kernel = ran([programOf(main)], { order, pages }, 2000);
          expect(kernel.view.freePages()).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('parameters that make no sense are refused with a sentence', () => {
  const wrong: readonly (readonly [ConstructorParameters<typeof WeensyKernel>[0], RegExp])[] = [
    [{ pages: 100 }, /memory is 256 to 1024 pages/],
    [{ slots: 99 }, /there can be 1 to 29 processes, not 98/],
    [{ slots: 3, programs: allocators().slice(1) }, /3 programs do not fit in 2 processes/],
    [{ order: { kind: 'cursor', stride: 0 } }, /stride is a whole number from 1/],
    [{ timer: { mode: 'every', period: 1 } }, /needs a period from 2/],
  ];
  for (const [parameters, message] of wrong) expect(() => new WeensyKernel(parameters)).toThrow(message);
});

describe('Keys', () => {
  const commands = { f: [forkProgram()] };
  function* main(): Program {
    yield schedYield();
    return jump(main);
  }

  test('reboot with other programs, with all memory given back', () => {
    const kernel = boot([allocator(1), allocator(2)], { commands });
    kernel.machine.run(5000);
    kernel.machine.keyboard.type('f');
    kernel.machine.run(1);
    while (kernel.view.processes().length > 1) kernel.machine.run(1);
    expect(kernel.view.processes().map(({ pid, name }) => `${pid} ${name}`)).toEqual(['1 fork']);
    expect(kernel.view.freePages()).toBe(382 - 10);
    kernel.machine.run(10_000);
    expect(kernel.view.processes().length).toBe(4);
    expect(kernel.machine.execution.halt).toBeNull();
  });

  test('reboot at a tick of the timer, and nothing of the old boot goes on', () => {
    function* busy(): Program {
      yield compute(100);
      return jump(busy);
    }
    const kernel = boot([programOf(busy)], { commands, timer: { mode: 'cycles', period: 5000 } });
    kernel.machine.run(300);
    expect(kernel.view.ticks).toBeGreaterThan(2);
    kernel.machine.keyboard.type('f');
    while (kernel.view.processes()[0].name !== 'fork') kernel.machine.run(1);
    expect([kernel.view.ticks, kernel.machine.cpu.slot, kernel.view.processes().length]).toEqual([0, 1, 1]);
    kernel.machine.run(1);
    expect(kernel.machine.threadOf(1)?.operations).toBe(1);
  });

  test('power the machine off, running or idle', () => {
    for (const program of [programOf(main), programOf(exitAtOnce)]) {
      const kernel = ran([program], {}, 50);
      kernel.machine.keyboard.type('q');
      if (kernel.machine.cpu.runState === register.IDLE) kernel.machine.poll();
      else kernel.machine.run(10);
      expect(kernel.machine.cpu.runState).toBe(register.POWERED_OFF);
    }
  });

  test('reboot a kernel that panicked', () => {
    const kernel = ran([programOf(panicAtOnce)], { commands });
    expect(kernel.machine.cpu.runState).toBe(register.PANICKED);
    kernel.machine.keyboard.type('f');
    kernel.machine.poll();
    expect([kernel.machine.cpu.runState, kernel.machine.execution.halt]).toEqual([register.RUNNING, null]);
    kernel.machine.run(1000);
    expect(kernel.view.processes().length).toBe(4);
  });

  test('wake a kernel on which nothing runs', () => {
    const kernel = ran([programOf(exitAtOnce)], { commands });
    expect(kernel.machine.cpu.runState).toBe(register.IDLE);
    kernel.machine.keyboard.type('f');
    kernel.machine.poll();
    expect(kernel.machine.cpu.runState).toBe(register.RUNNING);
  });
});

function* panicAtOnce(): Program {
  yield panic(0);
}

function* exitAtOnce(): Program {
  yield exit();
}

test('a switch is counted when another process runs on, and not when the same one does', () => {
  function* main(): Program {
    yield schedYield();
    return jump(main);
  }
  const switches = [1, 2].map((processes) => {
    const { machine } = boot(Array.from({ length: processes }, () => programOf(main)));
    const before = machine.counters[counter.CONTEXT_SWITCHES];
    machine.run(Number.POSITIVE_INFINITY, 40);
    return machine.counters[counter.CONTEXT_SWITCHES] - before;
  });
  expect(switches).toEqual([0, 40]);
});

test('processes take turns in the order of their pids', () => {
  const turns: number[] = [];
  const program = () =>
    programOf(function* main(): Program {
      turns.push(yield getpid());
      yield schedYield();
      return jump(main);
    });
  ran([program(), program(), program()], {}, 40);
  expect(turns.slice(0, 9)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
});

test('a key that nobody knows changes nothing, and the viewer takes one page for good', () => {
  const kernel = boot([allocator(1)], { viewer: true });
  const before = kernel.view.freePages();
  kernel.machine.keyboard.type('x');
  kernel.machine.run(50);
  expect(kernel.view.freePages()).toBe(before - 1);
  expect(kernel.view.keptPage).toBeGreaterThan(0);
});
