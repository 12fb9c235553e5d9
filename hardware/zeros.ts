/** Runs of zeros in memory, which scans of fresh pages and of page tables pass over, many words at a time. */

const BLOCK = 8;

/** The index of the first word from `start` on that is not zero, or `end` if none before that is. */
export const firstNonzero = (words: Int32Array, start: number, end: number): number => {
  let at = start;
  while (at + BLOCK <= end) {
    const low = words[at] | words[at + 1] | words[at + 2] | words[at + 3];
    const high = words[at + 4] | words[at + 5] | words[at + 6] | words[at + 7];
    if ((low | high) !== 0) break;
    at += BLOCK;
  }
  while (at < end && words[at] === 0) at++;
  return at;
};
