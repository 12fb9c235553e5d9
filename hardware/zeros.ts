/**
 * Runs of zeros in memory, and of what is the same in two places, which scans of fresh pages and of page tables pass over. V8 compares numbers of 64 bits without making any as long as
 * all that is done with them is to combine bits and to look whether some are left.
 */

const BLOCK = 8;

/** The same memory in numbers of 64 bits: an even number of words that start at an even one. */
export const quadsOf = (words: Int32Array): BigInt64Array =>
  new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);

/** The index of the first of `quads` from `start` on that is not zero, or `end` if none before that is. */
export const firstNonzero = (quads: BigInt64Array, start: number, end: number): number => {
  let at = start;
  while (at + BLOCK <= end) {
    const low = quads[at] | quads[at + 1] | quads[at + 2] | quads[at + 3];
    const high = quads[at + 4] | quads[at + 5] | quads[at + 6] | quads[at + 7];
    if (BigInt.asIntN(64, low | high) !== 0n) break;
    at += BLOCK;
  }
  while (at < end && quads[at] === 0n) at++;
  return at;
};

/** The index of the first of `quads` from `start` on that is not the same in `others`, or `end` if none before that is. */
export const firstDifference = (quads: BigInt64Array, others: BigInt64Array, start: number, end: number): number => {
  let at = start;
  while (at < end && BigInt.asIntN(64, quads[at] ^ others[at]) === 0n) at++;
  return at;
};
