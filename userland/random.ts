/**
 * The pseudo-random generator of WeensyOS's programs, in the program's own memory, so that `fork` duplicates it:
 *
 *     byte   0        4                      12
 *          +--------+----------------------+
 *          | seeded | 64-bit state         |      state := state * 6364136223846793005 + 1 (mod 2^64)
 *          +--------+----------------------+      value := bits 62 to 32 of the new state
 */
import { load32, type Operation, store32 } from '../hardware/operation.ts';

type Helper<T> = Generator<Operation, T, number>;

export const RANDOM_BYTES = 12;
/** What a program that never seeded starts from. */
const DEFAULT_SEED = 819234718;
const MULTIPLIER_LOW = 0x4c957f2d;
const MULTIPLIER_HIGH = 0x5851f42d;
const WORD = 2 ** 32;
const RANGE = 2 ** 31;

/** High word of the product of two unsigned words. */
const highProduct = (a: number, b: number): number => {
  const low = (a & 0xffff) * b;
  const high = (a >>> 16) * b;
  return Math.floor((high + Math.floor(low / 65536)) / 65536) >>> 0;
};

/** How a program draws: a whole number from `least` to `most`, both possible, from the generator at `state`. */
export type Draw = (state: number, least: number, most: number) => Helper<number>;

/** Seeds the generator at `state`. */
export function* seedRandom(state: number, seed: number): Helper<void> {
  yield store32(state, 1);
  yield store32(state + 4, seed);
  yield store32(state + 8, seed);
}

/** The draw of the real programs. */
export function* random(state: number, least: number, most: number): Helper<number> {
  if ((yield load32(state)) === 0) yield* seedRandom(state, DEFAULT_SEED);
  const low = yield load32(state + 4);
  const high = yield load32(state + 8);
  const product = Math.imul(low, MULTIPLIER_LOW) >>> 0;
  const carry = product === WORD - 1 ? 1 : 0;
  const cross = Math.imul(low, MULTIPLIER_HIGH) + Math.imul(high, MULTIPLIER_LOW);
  const newHigh = (highProduct(low, MULTIPLIER_LOW) + cross + carry) >>> 0;
  yield store32(state + 4, (product + 1) >>> 0);
  yield store32(state + 8, newHigh);
  return least + Math.floor(((newHigh & 0x7fffffff) * (most - least + 1)) / RANGE);
}
