import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '../../hardware/operation.ts';
import { Random } from '../../userland/rand.ts';
import { exit, random, seedRandom } from '../../userland/userland.ts';
import { BSS, programOf, ran } from '../kernel/weensyos/booted.ts';

const MULTIPLIER = 6364136223846793005n;
const DEFAULT_SEED = 819234718;

/** The generator as the rules of the recordings state it, in arbitrary precision. */
function* oracle(seed: bigint): Generator<bigint, never> {
  let state = seed;
  for (;;) {
    state = BigInt.asUintN(64, state * MULTIPLIER + 1n);
    yield (state >> 32n) & 0x7fffffffn;
  }
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** Words around the place where the low half of a state overflows into the high one, which chance meets once in four billion draws. */
const edge = fc.oneof(word, fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 31));

/** What times the multiplier is 1 (mod 2^64), by Newton's method: each step doubles the bits that are right. */
const inverse = (): bigint => {
  let found = 1n;
  for (let bits = 1; bits < 64; bits *= 2) found = BigInt.asUintN(64, found * (2n - MULTIPLIER * found));
  return found;
};
const BACK = inverse();

/** A generator whose next state has these words. */
const before = (high: number, low: number): Random => {
  const next = (BigInt(high) << 32n) | BigInt(low);
  const state = BigInt.asUintN(64, (next - 1n) * BACK);
  return new Random(Number(state & 0xffffffffn) ^ DEFAULT_SEED, Number(state >> 32n) ^ DEFAULT_SEED);
};

test('steps to every state from the one before it, and keeps both words', () => {
  fc.assert(
    fc.property(edge, edge, (high, low) => {
      const generator = before(high, low);
      expect(generator.next() >>> 0).toBe(high);
      expect((generator.low ^ DEFAULT_SEED) >>> 0).toBe(low);
      expect((generator.high ^ DEFAULT_SEED) >>> 0).toBe(high);
    }),
  );
});

test('a draw from all values there are is the value itself', () => {
  fc.assert(
    fc.property(edge, edge, (high, low) => {
      expect(before(high, low).draw(0, 2 ** 31 - 1)).toBe(high % 2 ** 31);
    }),
  );
});

test('draws what the rules say, for any seed and range', () => {
  fc.assert(
    fc.property(word, fc.nat(1000), fc.nat(100_000), (seed, least, width) => {
      const drawn: number[] = [];
      function* main(): Program {
        yield* seedRandom(BSS, seed);
        for (let i = 0; i < 20; i++) drawn.push(yield* random(BSS, least, least + width));
        yield exit();
      }
      ran([programOf(main)]);
      const values = oracle((BigInt(seed) << 32n) | BigInt(seed));
      expect(drawn).toHaveLength(20);
      const expected = drawn.map(() => least + Number(((values.next().value as bigint) * BigInt(width + 1)) >> 31n));
      expect(drawn).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('starts from the default seed when nobody seeded it', () => {
  const drawn: number[] = [];
  function* main(): Program {
    for (let i = 0; i < 5; i++) drawn.push(yield* random(BSS, 0, 999));
    yield exit();
  }
  ran([programOf(main)]);
  expect(drawn).toHaveLength(5);
  const values = oracle((BigInt(DEFAULT_SEED) << 32n) | BigInt(DEFAULT_SEED));
  expect(drawn).toEqual(drawn.map(() => Number(((values.next().value as bigint) * 1000n) >> 31n)));
});
