import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countersFor } from '../../hardware/counters.ts';
import { Cpu } from '../../hardware/cpu.ts';
import * as frame from '../../hardware/frame.ts';
import { Memory } from '../../hardware/memory.ts';
import * as trapframe from '../../hardware/trapframe.ts';

const AT = 100;
/** Each 32-bit register of the CPU, with its word in a trap frame as inc/trap.h has it. */
const REGISTERS: readonly (readonly [register: number, word: number])[] = [
  [frame.RDI, 0],
  [frame.RSI, 1],
  [frame.RBP, 2],
  [frame.RBX, 4],
  [frame.RDX, 5],
  [frame.RCX, 6],
  [frame.RAX, 7],
  [frame.VECTOR, 10],
  [frame.ERROR_CODE, 11],
  [frame.RIP, 12],
  [frame.CS, 13],
  [frame.RFLAGS, 14],
  [frame.RSP, 15],
  [frame.SS, 16],
];
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const words = fc.array(word, { minLength: REGISTERS.length, maxLength: REGISTERS.length });

const cpuWith = (values: readonly number[]): Cpu => {
  const cpu = new Cpu(new Memory(1), countersFor(1));
  for (const [i, [register]] of REGISTERS.entries()) cpu.set(register, values[i]);
  return cpu;
};

test('a trap frame has each register in the word where the header has it', () => {
  fc.assert(
    fc.property(words, (values) => {
      const cpu = cpuWith(values);
      trapframe.pushTrapframe(cpu, AT, 0);
      expect(REGISTERS.map(([, at]) => cpu.memory.words[AT + at] >>> 0)).toEqual(values);
    }),
    { numRuns: 100 },
  );
});

test('what is pushed and popped again is what it was, whatever was in the registers meanwhile', () => {
  fc.assert(
    fc.property(words, fc.array(fc.maxSafeInteger(), { minLength: 14, maxLength: 14 }), (values, others) => {
      const cpu = cpuWith(values);
      trapframe.pushTrapframe(cpu, AT, 0);
      for (const [i, [register]] of REGISTERS.entries()) cpu.set(register, others[i]);
      trapframe.popTrapframe(cpu, AT);
      expect(REGISTERS.map(([register]) => cpu.get(register))).toEqual(values);
    }),
    { numRuns: 100 },
  );
});

test('a trap frame writes its seventeen words and no others', () => {
  const cpu = cpuWith(REGISTERS.map(() => 1));
  cpu.memory.words.fill(-7, AT - 1, AT + 18);
  trapframe.pushTrapframe(cpu, AT, 9);
  const { words: memory } = cpu.memory;
  expect([memory[AT - 1], memory[AT + trapframe.TF_OESP], memory[AT + 17]]).toEqual([-7, 9, -7]);
});
