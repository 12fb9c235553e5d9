/**
 * A table with open addressing that holds the very words of states, so that a look-up waits for memory once. It is for one thread alone, and for states of
 * so few words that it takes little more room than a table of their numbers would.
 */
import { Arena, FIRST_ROWS } from './arena.ts';

/** Words of a state, at most, for which it is worth it. */
export const MOST_WORDS = 2;

const FIRST_PLACES = 2 * FIRST_ROWS;

export class WordsTable {
  /** A power of two. */
  places = FIRST_PLACES;
  private readonly rows: Arena;
  private readonly words: number;
  /** Whether the state of nothing but zeros is there, which no place can hold. */
  private hasZeros = false;
  /** Keeps the host from leaving out what is only touched. */
  protected touched = 0;

  constructor(words: number) {
    this.words = words;
    this.rows = new Arena(words);
    this.rows.reserve(this.places);
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return 4 * this.places * this.words;
  }

  /** Adds the state in the words from `at` of `states`, whose hash is `hash`. Returns whether it is new. */
  add(states: Int32Array, at: number, hash: number): boolean {
    const { rows, words } = this;
    const mask = this.places - 1;
    if (isZero(states, at, words)) return this.addZeros();
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const segment = rows.segment(place);
      const from = rows.at(place);
      let same = 0;
      while (same < words && segment[from + same] === states[at + same]) same++;
      if (same === words) return false;
      if (!isZero(segment, from, words)) continue;
      for (let i = 0; i < words; i++) segment[from + i] = states[at + i];
      return true;
    }
  }

  /** Where the state in the words from `at` of `states` is, whose hash is `hash`: a place; `places` for that of zeros; -1 if it is not there. */
  placeOf(states: Int32Array, at: number, hash: number): number {
    const mask = this.places - 1;
    if (isZero(states, at, this.words)) return this.hasZeros ? this.places : -1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      if (this.rows.holds(place, states, at)) return place;
      if (isZero(this.rows.segment(place), this.rows.at(place), this.words)) return -1;
    }
  }

  /** Has the host fetch the places of hashes: it waits for memory once for all of them, and not for each. */
  touch(hashes: Int32Array, count: number): void {
    const { rows } = this;
    const mask = this.places - 1;
    let touched = 0;
    for (let i = 0; i < count; i++) touched += rows.segment(hashes[i] & mask)[rows.at(hashes[i] & mask)];
    this.touched = touched;
  }

  /** Doubles the places; nothing is in them then. */
  clear(): void {
    this.places *= 2;
    this.rows.reserve(this.places);
    this.rows.clear(0, this.places);
    this.hasZeros = false;
  }

  private addZeros(): boolean {
    const isNew = !this.hasZeros;
    this.hasZeros = true;
    return isNew;
  }
}

const isZero = (words: Int32Array, at: number, count: number): boolean => {
  for (let i = 0; i < count; i++) if (words[at + i] !== 0) return false;
  return true;
};
