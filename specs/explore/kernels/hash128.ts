/** A hash of 128 bits: four lanes of 32, each with constants of its own (multipliers of Steele and Vigna's tables for congruential generators). */

/** Words that a hash takes. */
export const HASH_WORDS = 4;

/** A hash that is kept: the host makes lists of so few words faster than typed arrays. */
export type Hash = readonly number[];

/** The hash of the `count` words at `from` of `words`. */
export const hashOf = (words: Int32Array, from: number, count: number): Hash => {
  hash128(words, from, count, scratch, 0);
  return [scratch[0], scratch[1], scratch[2], scratch[3]];
};

/** Writes the hash of the `count` words at `from` of `words` into the four words at `at` of `into`. */
export const hash128 = (words: Int32Array, from: number, count: number, into: Int32Array, at: number): void => {
  let a = count;
  let b = ~count;
  let c = 0x9e3779b9 | 0;
  let d = 0x7f4a7c15;
  for (let i = from; i < from + count; i++) {
    const word = words[i];
    a = Math.imul(a ^ word, 0x915f77f5);
    a ^= a >>> 15;
    b = Math.imul(b + word, 0x93d765dd | 0);
    b ^= b >>> 13;
    c = Math.imul(c ^ (word + a), 0xadb4a92d | 0);
    c ^= c >>> 16;
    d = Math.imul(d + (word ^ b), 0xa13fc965 | 0);
    d ^= d >>> 14;
  }
  into[at] = mixed(a ^ (c >>> 7));
  into[at + 1] = mixed(b ^ (d >>> 5));
  into[at + 2] = mixed(c);
  into[at + 3] = mixed(d);
};

const scratch = new Int32Array(HASH_WORDS);

const mixed = (word: number): number => {
  let x = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
};
