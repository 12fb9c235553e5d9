/** Whatever could go otherwise is asked of one oracle, and choice 0 is what happens without one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  choicesOf,
  counter,
  frame,
  type MachineEvent,
  type Oracle,
  type Question,
  register,
} from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { abi, WeensyKernel, type WeensyParameters } from '../../../kernel/kernel.ts';
import { choose, compute, exitProgram, fork, getpid, jump, pageAlloc, schedYield } from '../../../userland/userland.ts';
import { HEAP, programOf, sameWords } from './booted.ts';

const ALL: readonly Question[] = [
  'memory at boot',
  'tick',
  'next process',
  'page',
  'allocation',
  'eviction',
  'speculation',
  'program',
];

const booted = (oracle: Oracle | null, parameters: Partial<WeensyParameters> = {}): WeensyKernel => {
  const kernel = new WeensyKernel({ oracle, ...parameters });
  kernel.boot();
  return kernel;
};

/** What was asked and answered while `kernel` ran for `boundaries`. */
const asked = (kernel: WeensyKernel, boundaries: number): (MachineEvent & { readonly type: 'choice' })[] => {
  const choices: (MachineEvent & { readonly type: 'choice' })[] = [];
  kernel.machine.listen((event) => event.type === 'choice' && choices.push(event));
  kernel.machine.run(boundaries);
  return choices;
};

test('an oracle that always says 0 changes nothing, in any word', () => {
  for (const order of [{ kind: 'first-fit' }, { kind: 'cursor', stride: 3 }, { kind: 'random', seed: 4 }] as const) {
    const parameters = { order, timer: { mode: 'every', period: 5 }, programs: [exitProgram(7)] } as const;
    const [plain, zero] = [booted(null, parameters), booted(choicesOf(ALL, []), parameters)];
    for (const kernel of [plain, zero]) kernel.machine.run(Number.POSITIVE_INFINITY, 500);
    expect(zero.machine.counters[counter.QUESTIONS_ASKED]).toBeGreaterThan(500);
    expect(sameWords(zero.machine.memory.words, plain.machine.memory.words)).toBe(true);
    expect(zero.machine.counters[counter.CYCLES]).toBe(plain.machine.counters[counter.CYCLES]);
  }
});

test('the same choices give the same run, and undo takes questions back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 60 }), fc.nat(80), (choices, boundaries) => {
      const parameters = { timer: { mode: 'chosen' }, programs: [exitProgram(3)] } as const;
      const [once, again] = [0, 1].map(() => booted(choicesOf(ALL, choices), parameters));
      once.machine.run(boundaries);
      const mark = again.machine.mark();
      again.machine.run(boundaries);
      again.machine.undo(mark);
      again.machine.run(boundaries);
      expect(again.machine.fingerprint()).toBe(once.machine.fingerprint());
      expect(again.machine.counters).toEqual(once.machine.counters);
    }),
    { numRuns: 40 },
  );
});

function* idle(): Program {
  for (let i = 0; i < 8; i++) yield compute(1);
  return jump(idle);
}

test('a chosen tick lands at just the boundary where it was chosen', () => {
  for (const at of [0, 1, 2, 5]) {
    const choices = [...new Array(at).fill(0), 1];
    const kernel = booted(choicesOf(['tick'], choices), { timer: { mode: 'chosen' }, programs: [programOf(idle)] });
    const operations: string[] = [];
    kernel.machine.listen(({ type }) => (type === 'operation' || type === 'timer') && operations.push(type));
    kernel.machine.run(8);
    expect(operations.indexOf('timer')).toBe(at);
    expect(operations.lastIndexOf('timer')).toBe(at);
  }
});

test('without an oracle a chosen timer never ticks', () => {
  const kernel = booted(null, { timer: { mode: 'chosen' }, programs: [programOf(idle)] });
  kernel.machine.run(1000);
  expect(kernel.machine.counters[counter.INTERRUPTS]).toBe(0);
});

function* yielding(): Program {
  yield schedYield();
  return jump(yielding);
}

test('the next process can be any runnable one, and they are counted', () => {
  const programs = [1, 2, 3].map(() => programOf(yielding));
  const order = (choices: readonly number[]): number[] => {
    const kernel = booted(choicesOf(['next process'], choices), { programs });
    const slots: number[] = [];
    kernel.machine.listen((event) => event.type === 'return' && slots.push(event.slot));
    kernel.machine.run(Number.POSITIVE_INFINITY, 4);
    return slots;
  };
  expect(order([])).toEqual([2, 3, 1, 2]);
  // The first choice is made at boot, and starts process 2.
  expect(order([1])).toEqual([3, 1, 2, 3]);
  expect(order([0, 2, 2, 1])).toEqual([1, 1, 3, 1]);
  const kernel = booted(choicesOf(['next process'], []), { programs });
  expect(asked(kernel, 40).map(({ alternatives }) => alternatives)).toEqual(expect.arrayContaining([3]));
});

function* growing(): Program {
  yield pageAlloc(HEAP);
  yield getpid();
  return jump(growing);
}

test('the page taken can be any free one', () => {
  const pageTaken = (choice: number): number => {
    const kernel = booted(choicesOf(['page'], [...new Array(8).fill(0), choice]), { programs: [programOf(growing)] });
    expect(kernel.machine.counters[counter.QUESTIONS_ASKED]).toBe(8);
    const pages: number[] = [];
    kernel.machine.listen((event) => event.type === 'page' && event.count === 1 && pages.push(event.page));
    kernel.machine.run(Number.POSITIVE_INFINITY, 1);
    return pages[0];
  };
  const first = pageTaken(0);
  expect([1, 2, 3].map(pageTaken)).toEqual([first + 1, first + 2, first + 3]);
});

test('an allocation can be made to fail, and then page_alloc and fork say so', () => {
  function* asks(): Program {
    yield pageAlloc(HEAP);
    yield fork();
    return jump(asks);
  }
  const kernel = booted(choicesOf(['allocation'], [...new Array(8).fill(0), 1, 1]), { programs: [programOf(asks)] });
  const results: number[] = [];
  kernel.machine.listen((event) => event.type === 'return' && results.push(event.result));
  kernel.machine.run(Number.POSITIVE_INFINITY, 2);
  expect(results).toEqual([abi.E_FAILED, abi.E_FAILED]);
});

test('an allocation goes on or fails, and a tick comes or not: there is no third way', () => {
  const kernel = booted(choicesOf(['allocation', 'tick'], []), {
    timer: { mode: 'chosen' },
    programs: [programOf(growing)],
  });
  const alternatives = asked(kernel, 20).map((choice) => [choice.question, choice.alternatives]);
  expect(new Set(alternatives.map(String))).toEqual(new Set(['tick,2', 'allocation,2']));
});

test('a setup that cannot have its memory panics with the message of the real kernel', () => {
  const messages = new Set<string>();
  for (let site = 0; site < 8; site++) {
    const choices = [...new Array(site).fill(0), 1];
    const kernel = booted(choicesOf(['allocation'], choices), { programs: [programOf(growing)] });
    messages.add(kernel.machine.execution.halt?.message ?? 'none');
    expect(kernel.machine.cpu.runState).toBe(register.PANICKED);
  }
  expect([...messages].map((message) => message.split('\n')[0])).toEqual([
    "kernel: kernel assertion 'process_setup: out of memory for page tables' failed",
    "kernel: kernel assertion 'process_setup: out of memory for the program' failed",
    "kernel: kernel assertion 'process_setup: out of memory for the stack' failed",
  ]);
});

test('a program chooses, and goes on with what was chosen', () => {
  function* chooses(): Program {
    const first = yield choose(3);
    yield compute(first);
    yield choose(10);
    return jump(chooses);
  }
  const kernel = booted(choicesOf(['program'], [2, 7]), { programs: [programOf(chooses)] });
  const operands: (readonly number[])[] = [];
  kernel.machine.listen((event) => event.type === 'operation' && operands.push(event.operands));
  kernel.machine.run(3);
  expect(operands).toEqual([[3], [2], [10]]);
  expect(kernel.machine.cpu.get(frame.RAX)).toBe(7);
});

test('choosing among nothing is an error of the program', () => {
  function* wrong(): Program {
    yield choose(0);
  }
  const kernel = booted(null, { programs: [programOf(wrong)] });
  kernel.machine.run(3);
  expect(kernel.machine.execution.programErrors[0].message).toMatch(/choose\(0\): give the number of alternatives/);
});

test('whatever memory held at power on, the kernel comes up the same', () => {
  const [zeros, ...garbage] = [0, 1, 2, 3].map((choice) =>
    booted(choicesOf(['memory at boot'], [choice]), {
      programs: [exitProgram(5)],
      order: { kind: 'cursor', stride: 3 },
    }),
  );
  zeros.machine.run(Number.POSITIVE_INFINITY, 300);
  for (const kernel of garbage) {
    expect(kernel.machine.memory.words[1]).not.toBe(0);
    kernel.machine.run(Number.POSITIVE_INFINITY, 300);
    expect(kernel.machine.counters[counter.CYCLES]).toBe(zeros.machine.counters[counter.CYCLES]);
    expect(kernel.view.processes()).toEqual(zeros.view.processes());
  }
});

test('an oracle that names a way there is not is refused', () => {
  const oracle: Oracle = { asked: ['next process'], choose: (_index, _question, alternatives) => alternatives };
  expect(() => booted(oracle, { programs: [programOf(idle)] })).toThrow(
    'the oracle chose 1 for "next process", which has the ways 0 to 0',
  );
});
