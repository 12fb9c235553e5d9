import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '../../hardware/operation.ts';
import { exit, random, seedRandom } from '../../userland/userland.ts';
import { BSS, programOf, ran } from '../machines.ts';

/** The generator as the rules of the recordings state it, in arbitrary precision. */
function* oracle(seed: bigint): Generator<bigint, never> {
  let state = seed;
  for (;;) {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1n);
    yield (state >> 32n) & 0x7fffffffn;
  }
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

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
  const values = oracle((819234718n << 32n) | 819234718n);
  expect(drawn).toEqual(drawn.map(() => Number(((values.next().value as bigint) * 1000n) >> 31n)));
});
