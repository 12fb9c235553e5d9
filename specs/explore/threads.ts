/**
 * The threads that share an exploration, and what they have in common beside the states: which part of a depth is taken next, what each tells when all meet,
 * and a call that they are to meet at once. Whoever waits there sleeps. One thread alone is a crew of one.
 */
import type { Member, SharedStates } from './visited.ts';

/** What each tells all others when they meet. */
export interface Tally {
  /** States that it has found. */
  readonly found: number;
  /** Whether something does not hold of one of them: 1 or 0. */
  readonly broken: number;
  /** Why it stopped before the depth was over: a number that its search knows; else 0. */
  readonly stop: number;
}

/** What all have told: the states of each, and of the others the most. */
export interface Told {
  readonly found: readonly number[];
  readonly broken: number;
  readonly stop: number;
}

/** Words of the common memory that lie a cache line and more apart, for they are written at the same time. */
const [ARRIVED, MEETINGS, CLAIMED, CALLS, TALLIES] = [0, 32, 64, 96, 128];
const TALLY = 32;

/** What threads need to be a crew, as they pass it on. */
export interface SharedCrew extends SharedStates {
  readonly common: SharedArrayBuffer;
}

/** Memory for `members` threads, and for states of `words` words that take at most `bytes`. The host need not have it before it is used. */
export const sharedCrew = (members: number, words: number, bytes: number): SharedCrew => ({
  common: new SharedArrayBuffer(4 * (TALLIES + TALLY * members)),
  states: new SharedArrayBuffer(bytes + members * (1 << 14) * words),
  table: new SharedArrayBuffer(Math.max(1 << 15, 2 ** Math.floor(Math.log2(bytes)))),
});

/** What threads that search together share: where each depth is dealt out, and where they wait for each other. */
export class Crew implements Member {
  readonly me: number;
  readonly members: number;
  readonly shared: SharedCrew | null;
  private readonly common: Int32Array;
  /** Claims before those of this depth, and calls that were followed. */
  private before = 0;
  private claimed = 0;
  private followed = 0;

  constructor({ me, members }: Member = { me: 0, members: 1 }, shared: SharedCrew | null = null) {
    this.me = me;
    this.members = members;
    this.shared = shared;
    this.common = new Int32Array(shared?.common ?? new ArrayBuffer(4 * (TALLIES + TALLY)));
  }

  /** Takes the next `count` of a depth. Returns the first of them, from 0; there may be fewer left, or none. */
  claim(count: number): number {
    return Atomics.add(this.common, CLAIMED, count) - this.before;
  }

  /** How many of the depth have been taken. */
  get taken(): number {
    return Atomics.load(this.common, CLAIMED) - this.before;
  }

  /** From here on claims are of the next depth, of which `count` are taken already. Everybody does this after the same meeting. */
  descend(count = 0): void {
    this.before = this.claimed - count;
  }

  /** Calls everybody to meet, whatever is left to do. */
  call(): void {
    Atomics.add(this.common, CALLS, 1);
  }

  get isCalled(): boolean {
    return Atomics.load(this.common, CALLS) !== this.followed;
  }

  /** Waits until all have come, and learns what they tell. */
  meet({ found, broken, stop }: Tally): Told {
    const { common, me, members } = this;
    common.set([found, broken, stop], TALLIES + TALLY * me);
    this.wait();
    const told = Array.from({ length: members }, (_, who) => common.slice(TALLIES + TALLY * who));
    this.claimed = Atomics.load(common, CLAIMED);
    this.followed = Atomics.load(common, CALLS);
    // Nobody claims, calls or tells anything new before all have read this.
    this.wait();
    return {
      found: told.map(([found]) => found),
      broken: Math.max(...told.map(([, broken]) => broken)),
      stop: Math.max(...told.map(([, , stop]) => stop)),
    };
  }

  /** Waits until all have come. */
  readonly wait = (): void => {
    const { common, members } = this;
    const before = Atomics.load(common, MEETINGS);
    if (Atomics.add(common, ARRIVED, 1) === members - 1) {
      Atomics.store(common, ARRIVED, 0);
      Atomics.add(common, MEETINGS, 1);
      Atomics.notify(common, MEETINGS);
    } else while (Atomics.load(common, MEETINGS) === before) Atomics.wait(common, MEETINGS, before);
  };
}
