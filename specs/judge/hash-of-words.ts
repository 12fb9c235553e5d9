/** What words are known by: of those that differ two lanes of a hash hardly ever agree (Fowler, Noll, Vo; the second with another prime). */
import { hex64 } from '../../hardware/hardware.ts';

/** 64 bits of hash, as sixteen hex digits. */
export const hashOfWords = (words: Int32Array): string => {
  let [low, high] = [0x811c9dc5, 0x811c9dc5];
  for (let i = 0; i < words.length; i++) {
    low = Math.imul(low ^ words[i], 0x01000193);
    high = Math.imul(high ^ words[i] ^ (words[i] >>> 15), 0x5bd1e995);
  }
  return hex64(high, low);
};
