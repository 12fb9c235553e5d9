import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countersFor } from '../../hardware/counters.ts';
import { Cpu } from '../../hardware/cpu.ts';
import { FRAME_WORDS, highWord, joinWords, RAX, SS } from '../../hardware/frame.ts';
import { Memory } from '../../hardware/memory.ts';

/** Whole numbers of every size, those around powers of two often. */
const nearPower = fc
  .tuple(fc.constantFrom(-1, 1), fc.integer({ min: 0, max: 53 }), fc.integer({ min: -2, max: 2 }))
  .map(([sign, power, near]) =>
    Math.max(-Number.MAX_SAFE_INTEGER, Math.min(sign * 2 ** power + near, Number.MAX_SAFE_INTEGER)),
  );
const register = fc.oneof(nearPower, fc.maxSafeInteger());
const signed64 = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low >>> 0);
const lowWord = (value: number): number => Number(BigInt.asIntN(32, BigInt(value)));

describe('a register of 64 bits', () => {
  test('gives back every whole number that was put in', () => {
    fc.assert(
      fc.property(register, (value) => joinWords(lowWord(value), highWord(value)) === value),
      { numRuns: 1000 },
    );
  });

  test('has the two words of the number in two’s complement', () => {
    fc.assert(
      fc.property(register, (value) => signed64(lowWord(value), highWord(value)) === BigInt(value)),
      { numRuns: 1000 },
    );
  });

  test('is read as the signed number nearest to its two words, whatever they are', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (low, high) => {
        expect(joinWords(low, high)).toBe(Number(signed64(low, high)));
      }),
      { numRuns: 500 },
    );
  });

  test('of the running frame keeps its number while every other one changes', () => {
    const offset = fc.integer({ min: RAX / 2, max: SS / 2 }).map((half) => half * 2);
    fc.assert(
      fc.property(offset, register, register, (offset, value, other) => {
        const cpu = new Cpu(new Memory(1), countersFor(1));
        cpu.set(offset, value);
        for (let at = 0; at < FRAME_WORDS; at += 2) if (at !== offset) cpu.set(at, other);
        expect(cpu.get(offset)).toBe(value + 0);
      }),
      { numRuns: 100 },
    );
  });
});
