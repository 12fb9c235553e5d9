/**
 * Memory that those who share an exploration have in common: for each two of them a place for states that one found and the other keeps, what each has to
 * tell, and a place where all meet. Whoever waits there sleeps.
 */

/** What each tells all others at each meeting. */
export interface Tally {
  /** States that are to be gone on from at this depth, and at the next. */
  readonly left: number;
  readonly next: number;
  /** 1 if something does not hold of a state that was found. */
  readonly broken: number;
  /** 1 if there is no time, 2 if there is no memory; else 0. */
  readonly end: number;
}
const TALLY = 4;

/** The buffers, as threads pass them on. */
export interface Shared {
  readonly boxes: readonly (readonly SharedArrayBuffer[])[];
  readonly tallies: SharedArrayBuffer;
  /** How many have arrived, and how many meetings there were. */
  readonly meeting: SharedArrayBuffer;
}

/** Buffers for `workers`, of which each passes on at most `words` words between two meetings. */
export const sharedBy = (workers: number, words: number): Shared => ({
  boxes: Array.from({ length: workers }, () =>
    Array.from({ length: workers }, () => new SharedArrayBuffer(4 * (words + 1))),
  ),
  tallies: new SharedArrayBuffer(8 * TALLY * workers),
  meeting: new SharedArrayBuffer(8),
});

/** One worker's side of it. */
export class Exchange {
  readonly workers: number;
  private readonly me: number;
  /** The number of words, then the words: from this worker to each, and from each to this worker. */
  private readonly out: readonly Int32Array[];
  private readonly in: readonly Int32Array[];
  private readonly tallies: Float64Array;
  private readonly meeting: Int32Array;

  constructor({ boxes, tallies, meeting }: Shared, me: number) {
    this.me = me;
    this.workers = boxes.length;
    this.out = boxes[me].map((box) => new Int32Array(box));
    this.in = boxes.map((from) => new Int32Array(from[me]));
    this.tallies = new Float64Array(tallies);
    this.meeting = new Int32Array(meeting);
  }

  /** Passes `state` on to worker number `to`, which gets it after the next meeting. */
  send(to: number, state: Int32Array): void {
    const box = this.out[to];
    const at = box[0] + 1;
    for (let i = 0; i < state.length; i++) box[at + i] = state[i];
    box[0] += state.length;
  }

  /** Calls `take` with each state, of `words` words, that others have passed on: where it begins in an array. */
  receive(words: number, take: (states: Int32Array, at: number) => void): void {
    for (const box of this.in) for (let at = 1; at <= box[0]; at += words) take(box, at);
    for (const box of this.in) box[0] = 0;
  }

  /** Tells `tally`; after the next meeting everybody knows it. */
  tell({ left, next, broken, end }: Tally): void {
    this.tallies.set([left, next, broken, end], this.me * TALLY);
  }

  /** What all have told, taken together: sums, and the highest `end`. */
  get told(): Tally {
    const sum = { left: 0, next: 0, broken: 0, end: 0 };
    for (let worker = 0; worker < this.workers; worker++) {
      const [left, next, broken, end] = this.tallies.subarray(worker * TALLY, (worker + 1) * TALLY);
      sum.left += left;
      sum.next += next;
      sum.broken += broken;
      sum.end = Math.max(sum.end, end);
    }
    return sum;
  }

  /** Waits until all have come here. */
  meet(): void {
    const { meeting } = this;
    const before = Atomics.load(meeting, 1);
    if (Atomics.add(meeting, 0, 1) === this.workers - 1) {
      Atomics.store(meeting, 0, 0);
      Atomics.add(meeting, 1, 1);
      Atomics.notify(meeting, 1);
    } else while (Atomics.load(meeting, 1) === before) Atomics.wait(meeting, 1, before);
  }
}
