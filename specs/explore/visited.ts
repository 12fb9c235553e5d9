/**
 * All states that were found, exact: their words one after another in the order in which they were found, and a table with open addressing of where they
 * are. Beside the number of a state an entry of the table holds as many bits of its hash as there is room for, so that other states are seldom looked at.
 *
 *   entry   | bits of the hash: those that say nothing of its place | number of the state, from 1; 0 where there is none |
 */
import { Arena, FIRST_ROWS } from './arena.ts';

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
  /** A power of two. */
  private places = FIRST_PLACES;
  /** Keeps the host from leaving out what is only touched. */
  protected touched = 0;

  constructor(words: number, member = ALONE, shared: SharedStates | null = null) {
    this.member = member;
    this.isShared = shared !== null;
    this.states = new Arena(words, shared?.states);
    this.table = new Arena(1, shared?.table);
    this.states.reserve(1);
    this.table.reserve(this.places);
  }

  /** Bytes that the states take that there are, and the table; of several threads, if all had found as many as this one. */
  get bytes(): number {
    return this.bytesWith(0);
  }

  /** The same, with `more` states. */
  bytesWith(more: number): number {
    return 4 * (this.places + (this.count + more) * this.member.members * this.states.words);
  }

  /** Bytes that it takes after it has grown. */
  get bytesGrown(): number {
    return this.bytes + 4 * this.places;
  }

  /** Whether it is to grow before `more` states are added: it is three quarters full at most. */
  isFullWith(more: number): boolean {
    return numberOf(this.count + more, this.member) * 4 >= this.places * 3;
  }

  /** Adds the state in the words from `at` of `states`, whose hash is `hash`. Returns whether it is new. */
  add(states: Int32Array, at: number, hash: number): boolean {
    const { table, places } = this;
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
    const { table, states } = this;
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
