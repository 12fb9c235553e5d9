/**
 * The pseudo-random generator of WeensyOS's programs. Its state is in the program's own memory, so that `fork` duplicates it:
 *
 *     byte   0        4         8          12
 *          +--------+---------+----------+      state := state * 6364136223846793005 + 1 (mod 2^64)
 *          |  low   |  high   | not used |      value := bits 62 to 32 of the new state
 *          +--------+---------+----------+
 *
 * Both words are kept as they differ from the default seed: the zeros of bss are that seed, and nobody need ask whether it was set.
 * A program that draws every turn has the generator in registers meanwhile, as a compiler would: it loads the words, draws from a
 * `Random`, and stores them before it calls the kernel.
 */
import { load32, type Operation, store32 } from '../hardware/operation.ts';

type Helper<T> = Generator<Operation, T, number>;

/** In the real programs the last four say whether anybody seeded. */
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

/** The generator of WeensyOS's programs, outside of a program: two words of state, the same numbers for the same state. */
export class Random {
  /** The words as memory keeps them. */
  low: number;
  high: number;

  constructor(low: number, high: number) {
    this.low = low;
    this.high = high;
  }

  /** Steps on; the high word of the new state, of either sign. */
  next(): number {
    const low = (this.low ^ DEFAULT_SEED) >>> 0;
    const high = this.high ^ DEFAULT_SEED;
    const product = Math.imul(low, MULTIPLIER_LOW) >>> 0;
    const carry = product === WORD - 1 ? 1 : 0;
    const cross = Math.imul(low, MULTIPLIER_HIGH) + Math.imul(high, MULTIPLIER_LOW);
    const upper = (highProduct(low, MULTIPLIER_LOW) + cross + carry) | 0;
    this.low = (product + 1) ^ DEFAULT_SEED;
    this.high = upper ^ DEFAULT_SEED;
    return upper;
  }

  /** Draws a whole number from `least` to `most`, both possible. */
  draw(least: number, most: number): number {
    return least + Math.floor(((this.next() & 0x7fffffff) * (most - least + 1)) / RANGE);
  }
}

/** How a program draws: a whole number from `least` to `most`. */
export type Draw = (random: Random, least: number, most: number) => number;

/** The draw of the real programs: a whole number from `least` to `most`, both included; moves the state of `random` on. */
export const drawn: Draw = (random, least, most) => random.draw(least, most);

/**
 * Seeds the generator whose two words of state lie at `state`, a virtual address: two stores of 32 bits, with a page fault where they may
 * not be written.
 */
export function* seedRandom(state: number, seed: number): Helper<void> {
  yield store32(state, seed ^ DEFAULT_SEED);
  yield store32(state + 4, seed ^ DEFAULT_SEED);
}

/**
 * One draw from `least` to `most`, both included, of the generator whose two words of state lie at `state`: two loads and two stores of 32
 * bits.
 */
export function* random(state: number, least: number, most: number, draw: Draw = drawn): Helper<number> {
  const generator = new Random(yield load32(state), yield load32(state + 4));
  const value = draw(generator, least, most);
  yield store32(state, generator.low);
  yield store32(state + 4, generator.high);
  return value;
}
