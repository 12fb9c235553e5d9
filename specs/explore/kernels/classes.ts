/** States that were found, by their hashes of 128 bits: a table with open addressing, and a number for each in the order in which they were found. */
import { doubled } from './doubled.ts';
import { HASH_WORDS } from './hash128.ts';

const FIRST_PLACES = 1 << 10;
/** Of so many places at most two thirds are filled. */
const FULL = 2 / 3;

export class Classes {
  count = 0;
  /** Hashes by number, and the number at each place, from 1; 0 where there is none. */
  private hashes = new Int32Array(FIRST_PLACES * HASH_WORDS);
  private table = new Int32Array(FIRST_PLACES);

  /** Bytes that they take. */
  get bytes(): number {
    return this.hashes.byteLength + this.table.byteLength;
  }

  /** The number of the state of that hash, which is added if it is new: then it is `count - 1`. */
  numberOf(hash: Int32Array): number {
    const place = this.placeOf(hash);
    return this.table[place] > 0 ? this.table[place] - 1 : this.add(hash, place);
  }

  /** The number of the state of that hash; -1 if it was not found. */
  find(hash: Int32Array): number {
    return this.table[this.placeOf(hash)] - 1;
  }

  /** The hashes of states from number `state` on, one after another. */
  since(state: number): Int32Array {
    return this.hashes.slice(state * HASH_WORDS, this.count * HASH_WORDS);
  }

  /** Adds those of `hashes` that are new. */
  learn(hashes: Int32Array): void {
    for (let at = 0; at < hashes.length; at += HASH_WORDS) this.numberOf(hashes.subarray(at, at + HASH_WORDS));
  }

  /** The place of that hash, or the free one where it would be. */
  private placeOf(hash: Int32Array): number {
    const mask = this.table.length - 1;
    let place = hash[0] & mask;
    while (this.table[place] !== 0 && !this.isAt(this.table[place] - 1, hash)) place = (place + 1) & mask;
    return place;
  }

  private isAt(number: number, hash: Int32Array): boolean {
    const { hashes } = this;
    const at = number * HASH_WORDS;
    return (
      hashes[at] === hash[0] && hashes[at + 1] === hash[1] && hashes[at + 2] === hash[2] && hashes[at + 3] === hash[3]
    );
  }

  private add(hash: Int32Array, place: number): number {
    const number = this.count++;
    if ((number + 1) * HASH_WORDS > this.hashes.length) this.hashes = doubled(this.hashes);
    this.hashes.set(hash, number * HASH_WORDS);
    this.table[place] = number + 1;
    if (this.count > this.table.length * FULL) this.grow();
    return number;
  }

  private grow(): void {
    this.table = new Int32Array(this.table.length * 2);
    const mask = this.table.length - 1;
    for (let number = 0; number < this.count; number++) {
      let place = this.hashes[number * HASH_WORDS] & mask;
      while (this.table[place] !== 0) place = (place + 1) & mask;
      this.table[place] = number + 1;
    }
  }
}
