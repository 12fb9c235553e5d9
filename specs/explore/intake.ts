/** Where states that were reached come in: what is new is kept, looked at, and waits to be gone on from. */
import type { End, Limits } from './exploration.ts';
import { Frontier } from './frontier.ts';
import { Sightings } from './sightings.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf, Visited } from './visited.ts';

/** So many are looked up together. */
const BATCH = 256;

export class Intake {
  /** All that was found, and what is to be told of it. */
  readonly visited: Visited;
  readonly sightings: Sightings;
  /** What was new, to be gone on from. */
  next: Frontier;
  private readonly words: number;
  private readonly looked: Int32Array;
  /** States that were not looked up yet, and their hashes. */
  private readonly batch: Int32Array;
  private readonly hashes: Int32Array;
  private pending = 0;

  constructor(system: TransitionSystem) {
    const { words } = system;
    this.words = words;
    this.visited = new Visited(words);
    this.sightings = new Sightings(system);
    this.next = new Frontier(words);
    this.looked = new Int32Array(words);
    this.hashes = new Int32Array(BATCH + system.transitions);
    this.batch = new Int32Array(this.hashes.length * words);
  }

  /** Whether there are so many that it is time to look them up. From there on there is room for those that one state leads to. */
  get isDue(): boolean {
    return this.pending >= BATCH;
  }

  /** States that were not looked up yet, one after another. */
  get waiting(): Int32Array {
    return this.batch.slice(0, this.pending * this.words);
  }

  /** Takes in the state in the words from `at` of `states`, whose hash is `hash`. */
  put(states: Int32Array, at: number, hash: number): void {
    const { batch, words, pending } = this;
    for (let i = 0, to = pending * words; i < words; i++) batch[to + i] = states[at + i];
    this.hashes[pending] = hash;
    this.pending++;
  }

  /** Looks all up that wait for it, found at `depth`; returns the limit that was reached before it was done, or null. `waits` is what waits elsewhere. */
  flush(depth: number, { hasTime, states = Number.POSITIVE_INFINITY, memory }: Limits, waits: Frontier): End | null {
    const { visited, batch, hashes, words } = this;
    if (hasTime?.() === false) return 'seconds';
    if (visited.count >= states) return 'states';
    let [at, end]: [number, End | null] = [0, null];
    visited.touch(hashes, this.pending);
    for (; at < this.pending && end === null; at++) {
      if (visited.isFull) {
        if (visited.bytesToGrow + this.next.bytes + waits.bytes > (memory ?? Number.POSITIVE_INFINITY)) end = 'memory';
        else visited.grow();
      }
      if (end !== null) break;
      if (!visited.add(batch, at * words, hashes[at], depth)) continue;
      this.enter(at * words, depth);
      if (visited.count === states) end = 'states';
    }
    batch.copyWithin(0, at * words, this.pending * words);
    hashes.copyWithin(0, at, this.pending);
    this.pending -= at;
    return end;
  }

  /** Takes in states that were found before, in another search; they are not gone on from. */
  restore(states: Int32Array, depths: Int32Array): void {
    const { words, looked, visited } = this;
    for (const [index, depth] of depths.entries()) {
      if (visited.isFull) visited.grow();
      looked.set(states.subarray(index * words, (index + 1) * words));
      visited.add(looked, 0, hashOf(looked, 0, words), depth);
      this.sightings.look(looked, depth);
    }
  }

  /** The state at `at` of the batch is new. */
  private enter(at: number, depth: number): void {
    this.next.push(this.batch, at);
    for (let i = 0; i < this.words; i++) this.looked[i] = this.batch[at + i];
    this.sightings.look(this.looked, depth);
  }
}
