/** Which of the states that were found are how far from the first: those of a depth were found one after another, by each thread for itself. */
import type { Arena } from './arena.ts';
import { numberOf } from './visited.ts';

export class Levels {
  private readonly states: Arena;
  private readonly members: number;
  /** At the end of each depth, how many states each thread had found. */
  readonly ends: (readonly number[])[];

  /** Of states that `members` threads found. */
  constructor(states: Arena, members: number, ends: readonly (readonly number[])[] = []) {
    this.states = states;
    this.members = members;
    this.ends = [...ends];
  }

  /** All that were found since the last depth was closed are of the next, by threads that have found so many in all. */
  close(counts: readonly number[]): void {
    this.ends.push(counts);
  }

  /** How many states there are of `depth`. */
  sizeOf(depth: number): number {
    return this.foundBy(depth) - this.foundBy(depth - 1);
  }

  /** How many there are up to `depth`; of those that thread `me` found, if it is given. */
  foundBy(depth: number, me?: number): number {
    const ends = this.ends[depth] ?? [];
    return me === undefined ? ends.reduce((sum, end) => sum + end, 0) : (ends[me] ?? 0);
  }

  /** How far state `number` is from the first, of those that one thread alone found. */
  depthOf(number: number): number {
    return this.ends.findIndex(([end]) => number < end);
  }

  /** Puts state number `index`, from 0, of those of `depth` into `state`. */
  read(depth: number, index: number, state: Int32Array): void {
    const { members } = this;
    let [me, rest] = [0, index];
    for (; me < members - 1; me++) {
      const size = this.foundBy(depth, me) - this.foundBy(depth - 1, me);
      if (rest < size) break;
      rest -= size;
    }
    this.states.read(numberOf(this.foundBy(depth - 1, me) + rest, { me, members }), state);
  }

  /** Puts each state of `depth` into `state`, and calls `visit`. */
  each(depth: number, state: Int32Array, visit: () => void): void {
    for (let index = 0, size = this.sizeOf(depth); index < size; index++) {
      this.read(depth, index, state);
      visit();
    }
  }
}
