/** A list of words that grows, to be hashed. */
import { doubled } from './doubled.ts';
import { type Hash, hash128, hashOf } from './hash128.ts';

export class WordList {
  length = 0;
  private words = new Int32Array(1024);

  add(word: number): void {
    if (this.length === this.words.length) this.words = doubled(this.words);
    this.words[this.length++] = word;
  }

  addAll(words: readonly number[]): void {
    for (let i = 0; i < words.length; i++) this.add(words[i]);
  }

  /** The hash of all of them. */
  hash(): Hash {
    return hashOf(this.words, 0, this.length);
  }

  /** Writes the hash of all of them into `hash`, which it returns. */
  hashInto(hash: Int32Array): Int32Array {
    hash128(this.words, 0, this.length, hash, 0);
    return hash;
  }
}
