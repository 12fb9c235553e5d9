import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../hardware/hardware.ts';
import { firstDifference, firstNonzero, quadsOf } from '../../hardware/zeros.ts';

/** Few are not zero, and of those many have one bit at either end alone. */
const word = fc.oneof(
  { weight: 18, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.constantFrom(1, 1 << 31) },
);
/** Bytes of which few are zero, or most. */
const bytes = (zeros: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: zeros, arbitrary: fc.constant(0) },
    { weight: 8 - zeros, arbitrary: fc.integer({ min: 1, max: 255 }) },
  );
const ring = fc.integer({ min: 1, max: 7 }).chain((zeros) => fc.array(bytes(zeros), { minLength: 1, maxLength: 70 }));

describe('a scan', () => {
  test('finds the first quadword that is not zero, or the end', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60, size: 'max' }), fc.nat(60), fc.nat(60), (words, a, b) => {
        const [start, end] = [Math.min(a, b, words.length), Math.min(Math.max(a, b), words.length)];
        const found = words.findIndex((value, i) => i >= start && i < end && value !== 0);
        const memory = Int32Array.from(words.flatMap((value, i) => (i % 2 === 0 ? [value, 0] : [0, value])));
        expect(firstNonzero(quadsOf(memory), start, end)).toBe(found < 0 ? end : found);
      }),
    );
  });

  test('finds the first quadword that another memory holds otherwise, or the end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 60 }), fc.nat(60), fc.nat(60), (pairs, a, b) => {
        const [start, end] = [Math.min(a, b, pairs.length), Math.min(Math.max(a, b), pairs.length)];
        const found = pairs.findIndex(([one, other], i) => i >= start && i < end && one !== other);
        const [one, other] = [0, 1].map((which) =>
          quadsOf(
            Int32Array.from(
              pairs.flatMap((pair, i) => (i % 2 === 0 ? [pair[which] as number, 7] : [7, pair[which] as number])),
            ),
          ),
        ) as [BigInt64Array, BigInt64Array];
        expect(firstDifference(one, other, start, end)).toBe(found < 0 ? end : found);
      }),
    );
  });

  test('around a ring takes as many steps as one byte after the other would', () => {
    const { supervisor, memory } = new Machine(8, 2);
    const location = 4096;
    fc.assert(
      fc.property(ring, fc.array(fc.boolean()), fc.nat(), fc.nat(), (counts, hidden, from, by) => {
        const { length } = counts;
        const [first, stride] = [from % length, (by % length) + 1];
        const mask = new Uint8Array(Math.ceil(length / 4) * 4).map((_, i) => (hidden[i] === true ? 1 : 0));
        for (const [i, count] of counts.entries()) memory.store8(location + i, count);
        let steps = 0;
        const isFound = (at: number): boolean => counts[at] === 0 && mask[at] === 0;
        while (steps < length && !isFound((first + steps * stride) % length)) steps++;
        expect(supervisor.stepsToZero(location, length, first, stride, new Int32Array(mask.buffer))).toBe(steps);
      }),
      { numRuns: 500 },
    );
  });
});
