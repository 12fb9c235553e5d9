/** Fields of a few bits each, packed into words: none lies across the border of two. */

/** A field of a state, by its number. */
export type Field = number;

/** Lays out fields one after another, each in the first word that has room for it, and reads and writes them. */
export class Packing {
  /** Words that the fields take. */
  words = 0;
  private readonly used: number[] = [];
  /** Of each field the number of its lowest bit, counted from the first of all words, and as many ones as it has bits. */
  private readonly placeOf: number[] = [];
  private readonly maskOf: number[] = [];

  /** A new field for numbers from 0 up to `most`, which is below 2^32. */
  add(most: number): Field {
    const bits = bitsFor(most);
    const fitting = this.used.findIndex((used) => used + bits <= 32);
    const word = fitting < 0 ? this.used.push(0) - 1 : fitting;
    this.placeOf.push(word * 32 + this.used[word]);
    this.maskOf.push(bits === 32 ? -1 : 2 ** bits - 1);
    this.used[word] += bits;
    this.words = this.used.length;
    return this.placeOf.length - 1;
  }

  /** `count` fields for numbers from 0 up to `most`; the first of them, the others follow. */
  addAll(count: number, most: number): Field {
    const [first] = Array.from({ length: count }, () => this.add(most));
    return first;
  }

  get(state: Int32Array, field: Field): number {
    const place = this.placeOf[field];
    return (state[place >>> 5] >>> place) & this.maskOf[field];
  }

  /** Of a number that is too large the low bits are kept. */
  set(state: Int32Array, field: Field, value: number): void {
    const place = this.placeOf[field];
    const mask = this.maskOf[field];
    // Shifts go by the place within a word: by the number modulo 32.
    state[place >>> 5] = (state[place >>> 5] & ~(mask << place)) | ((value & mask) << place);
  }
}

/** Bits that numbers up to `most` take. */
const bitsFor = (most: number): number => Math.max(1, 32 - Math.clz32(most));

/** The number of the lowest bit that is not set in `bits`, of which one is not. */
export const lowestZero = (bits: number): number => 31 - Math.clz32(~bits & -~bits);
