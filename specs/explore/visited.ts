/**
 * All states that were found, exact and packed: a table with open addressing that holds their very words, so that a look costs one place of memory;
 * and beside each how far it is from the first.
 */

const FIRST_PLACES = 1 << 13;
/** So full may the table be, in parts of 16, before it grows. */
const MOST_FULL = 11;

export class Visited {
  /** How many there are. */
  count = 0;
  private readonly words: number;
  /** The words of a state at each place; zeros where none is. Places are a power of two. */
  private table: Int32Array;
  private depths = new Uint16Array(FIRST_PLACES);
  private places = FIRST_PLACES;
  /** The depth of the state of nothing but zeros, which no place can hold; -1 if it was not found. */
  private depthOfZeros = -1;
  /** Keeps the host from leaving out what is only touched. */
  protected touched = 0;

  constructor(words: number) {
    this.words = words;
    this.table = new Int32Array(this.places * words);
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return this.table.byteLength + this.depths.byteLength;
  }

  /** Whether it is to grow before more is added. */
  get isFull(): boolean {
    return this.count * 16 >= this.places * MOST_FULL;
  }

  /** Bytes that it takes while it grows: the old table and the new. */
  get bytesToGrow(): number {
    return 3 * this.bytes;
  }

  /** Adds the state in the words from `at` of `states`, whose hash is `hash`, found at `depth`. Returns whether it is new. */
  add(states: Int32Array, at: number, hash: number, depth: number): boolean {
    const { table, words } = this;
    const mask = this.places - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const from = place * words;
      let same = 0;
      while (same < words && table[from + same] === states[at + same]) same++;
      if (same === words) return isEmpty(states, at, words) && this.addZeros(depth);
      if (!isEmpty(table, from, words)) continue;
      for (let i = 0; i < words; i++) table[from + i] = states[at + i];
      this.depths[place] = depth;
      this.count++;
      return true;
    }
  }

  /** Has the host fetch the places of hashes: it waits for memory once for all of them, and not for each. */
  touch(hashes: Int32Array, count: number): void {
    const { table, words } = this;
    const mask = this.places - 1;
    let touched = 0;
    for (let i = 0; i < count; i++) touched += table[(hashes[i] & mask) * words];
    this.touched = touched;
  }

  /** Puts each state that was found at `depth` into `state`, and calls `visit`, in no order that means anything. */
  each(depth: number, state: Int32Array, visit: () => void): void {
    const { table, words, depths } = this;
    if (this.depthOfZeros === depth) {
      state.fill(0);
      visit();
    }
    for (let place = 0; place < this.places; place++) {
      if (depths[place] !== depth || isEmpty(table, place * words, words)) continue;
      for (let i = 0; i < words; i++) state[i] = table[place * words + i];
      visit();
    }
  }

  /** The words of all of them, in no order that means anything, and the depth of each. */
  all(): { readonly states: Int32Array; readonly depths: Int32Array } {
    const { table, words, count, places } = this;
    const [states, depths] = [new Int32Array(count * words), new Int32Array(count)];
    let index = 0;
    if (this.depthOfZeros >= 0) depths[index++] = this.depthOfZeros;
    for (let place = 0; place < places; place++) {
      if (isEmpty(table, place * words, words)) continue;
      for (let i = 0; i < words; i++) states[index * words + i] = table[place * words + i];
      depths[index++] = this.depths[place];
    }
    return { states, depths };
  }

  /** Doubles its places. They are gone through in their order, so that memory is not jumped about in. */
  grow(): void {
    const { table, depths, words, places } = this;
    this.places *= 2;
    const mask = this.places - 1;
    const larger = new Int32Array(this.places * words);
    const deeper = new Uint16Array(this.places);
    for (let old = 0; old < places; old++) {
      const from = old * words;
      if (isEmpty(table, from, words)) continue;
      let place = hashOf(table, from, words) & mask;
      while (!isEmpty(larger, place * words, words)) place = (place + 1) & mask;
      for (let i = 0; i < words; i++) larger[place * words + i] = table[from + i];
      deeper[place] = depths[old];
    }
    this.table = larger;
    this.depths = deeper;
  }

  /** Adds the state of nothing but zeros. */
  private addZeros(depth: number): boolean {
    if (this.depthOfZeros >= 0) return false;
    this.depthOfZeros = depth;
    this.count++;
    return true;
  }
}

/** A hash of the `words` words at `at` of `states`: all bits of it depend on all bits of them. */
export const hashOf = (states: Int32Array, at: number, words: number): number => {
  let hash = 0;
  for (let i = 0; i < words; i++) {
    hash = Math.imul(hash ^ states[at + i], 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
};

const isEmpty = (table: Int32Array, from: number, count: number): boolean => {
  for (let i = 0; i < count; i++) if (table[from + i] !== 0) return false;
  return true;
};
