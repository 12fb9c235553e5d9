/**
 * All states that were found, exact: their words one after another in the order in which they were found, and a table with open addressing of where they
 * are. Beside the number of a state an entry of the table holds as many bits of its hash as there is room for, so that other states are seldom looked at.
 *
 *   entry   | bits of the hash: those that say nothing of its place | number of the state, from 1; 0 where there is none |
 *
 * Where one thread alone puts in states of few words, a table of their words does (words-table.ts), and numbers are looked for only when all are found.
 */
import { Arena, FIRST_ROWS } from './arena.ts';
import { MOST_WORDS, WordsTable } from './words-table.ts';

const FIRST_PLACES = 2 * FIRST_ROWS;

/** Memory that several threads put states into. */
export interface SharedStates {
  readonly states: SharedArrayBuffer;
  readonly table: SharedArrayBuffer;
}

/** Which of several threads this is, and how many they are. */
export interface Member {
  readonly me: number;
  readonly members: number;
}

const ALONE: Member = { me: 0, members: 1 };

export class Visited {
  /** How many there are; of several threads, those that this one found. */
  count = 0;
  readonly states: Arena;
  private readonly member: Member;
  private readonly isShared: boolean;
  private readonly table: Arena;
  /** In place of that table; null where it is of use. */
  private readonly own: WordsTable | null;
  /** The number of the state at each place of it, once somebody asked; for so many states. */
  private numbers = new Int32Array(0);
  private numbered = 0;
  /** A power of two. */
  private places = FIRST_PLACES;
  /** Keeps the host from leaving out what is only touched. */
  protected touched = 0;

  constructor(words: number, member = ALONE, shared: SharedStates | null = null) {
    this.member = member;
    this.isShared = shared !== null;
    this.states = new Arena(words, shared?.states);
    this.table = new Arena(1, shared?.table);
    this.own = shared === null && words <= MOST_WORDS ? new WordsTable(words) : null;
    this.states.reserve(1);
    if (this.own === null) this.table.reserve(this.places);
  }

  /** Bytes that the states take that there are, and the table; of several threads, if all had found as many as this one. */
  get bytes(): number {
    return this.bytesWith(0);
  }

  /** The same, with `more` states. */
  bytesWith(more: number): number {
    return this.tableBytes + 4 * (this.count + more) * this.member.members * this.states.words;
  }

  /** Bytes that it takes after it has grown. */
  get bytesGrown(): number {
    return this.bytes + this.tableBytes;
  }

  private get tableBytes(): number {
    return this.own?.bytes ?? 4 * this.places;
  }

  /** Whether it is to grow before `more` states are added: it is three quarters full at most. */
  isFullWith(more: number): boolean {
    return numberOf(this.count + more, this.member) * 4 >= (this.own?.places ?? this.places) * 3;
  }

  /** Adds the state in the words from `at` of `states`, whose hash is `hash`. Returns whether it is new. */
  add(states: Int32Array, at: number, hash: number): boolean {
    const { table, places, own } = this;
    if (own !== null) return own.add(states, at, hash) && this.wrote(states, at);
    const mask = places - 1;
    const tag = hash & ~mask;
    let mine = 0;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      let entry = table.segment(place)[table.at(place)];
      if (entry === 0) {
        if (mine === 0) mine = tag | (this.write(states, at) + 1);
        entry = this.enter(place, mine);
        if (entry === 0) {
          this.count++;
          return true;
        }
      }
      if ((entry & ~mask) === tag && this.states.holds((entry & mask) - 1, states, at)) return false;
    }
  }

  /** The number of the state in the words from `at` of `states`, whose hash is `hash`, among those that were found; -1 if it was not. */
  find(states: Int32Array, at: number, hash: number): number {
    if (this.own !== null) return this.findOwn(this.own, states, at, hash);
    const mask = this.places - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = this.table.segment(place)[this.table.at(place)];
      if (entry === 0) return -1;
      const number = (entry & mask) - 1;
      if (((entry ^ hash) & ~mask) === 0 && this.states.holds(number, states, at)) return number;
    }
  }

  /** Has the host fetch what `add` will want of hashes: it waits for memory once for all of them, and not for each. */
  touch(hashes: Int32Array, count: number): void {
    const { table, states, own } = this;
    if (own !== null) return own.touch(hashes, count);
    const mask = this.places - 1;
    let touched = 0;
    for (let i = 0; i < count; i++) touched += table.segment(hashes[i] & mask)[table.at(hashes[i] & mask)];
    for (let i = 0; i < count; i++) {
      const place = hashes[i] & mask;
      const row = Math.max(0, (table.segment(place)[table.at(place)] & mask) - 1);
      touched += states.segment(row)[states.at(row)];
    }
    this.touched = touched;
  }

  /** Doubles the table's places. Of several threads each does it, when none adds anything, and `wait` waits until all are so far. */
  grow(wait: () => void = () => {}): void {
    const { me, members } = this.member;
    if (this.own !== null) return this.growOwn(this.own);
    this.places *= 2;
    this.table.reserve(this.places);
    this.table.clear(Math.floor((this.places * me) / members), Math.floor((this.places * (me + 1)) / members));
    wait();
    const state = new Int32Array(this.states.words);
    const mask = this.places - 1;
    for (let index = 0; index < this.count; index++) {
      const number = numberOf(index, this.member);
      this.states.read(number, state);
      const hash = hashOf(state, 0, state.length);
      let place = hash & mask;
      while (this.enter(place, (hash & ~mask) | (number + 1)) !== 0) place = (place + 1) & mask;
    }
    wait();
  }

  private wrote(states: Int32Array, at: number): true {
    this.write(states, at);
    this.count++;
    return true;
  }

  private findOwn(own: WordsTable, states: Int32Array, at: number, hash: number): number {
    if (this.numbered !== this.count) this.numberAll(own);
    const place = own.placeOf(states, at, hash);
    return place < 0 ? -1 : this.numbers[place];
  }

  private numberAll(own: WordsTable): void {
    this.numbers = new Int32Array(own.places + 1);
    this.numbered = this.count;
    this.each((state, number) => {
      this.numbers[own.placeOf(state, 0, hashOf(state, 0, state.length))] = number;
    });
  }

  private growOwn(own: WordsTable): void {
    own.clear();
    this.numbered = -1;
    this.each((state) => void own.add(state, 0, hashOf(state, 0, state.length)));
  }

  /** Calls `visit` with each state that one alone has found, and its number. */
  private each(visit: (state: Int32Array, number: number) => void): void {
    const state = new Int32Array(this.states.words);
    for (let number = 0; number < this.count; number++) {
      this.states.read(number, state);
      visit(state, number);
    }
  }

  /** Puts a state where the next is kept. Returns its number; nobody else knows it before it is entered into the table. */
  private write(states: Int32Array, at: number): number {
    const number = numberOf(this.count, this.member);
    if (!this.isShared) this.states.reserve(number + 1);
    this.states.write(number, states, at);
    return number;
  }

  /**
   * Puts `entry` where there is none; returns what was there. What another thread wrote before it entered it is there once its entry is seen, for the
   * state is found by way of the entry.
   */
  private enter(place: number, entry: number): number {
    const segment = this.table.segment(place);
    const at = this.table.at(place);
    if (this.isShared) return Atomics.compareExchange(segment, at, 0, entry);
    const before = segment[at];
    if (before === 0) segment[at] = entry;
    return before;
  }
}

/** The number of the state that `me` found after `index` others: threads take turns with blocks of numbers, so that none writes next to another. */
export const numberOf = (index: number, { me, members }: Member): number =>
  members === 1 ? index : (Math.floor(index / FIRST_ROWS) * members + me) * FIRST_ROWS + (index & (FIRST_ROWS - 1));

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
