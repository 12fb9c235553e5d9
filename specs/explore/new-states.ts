/** Where states that were reached come in: what is new is kept, and looked at. */

import type { Limits } from './exploration.ts';
import { Sightings } from './sightings.ts';
import type { Crew } from './threads.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf, Visited } from './visited.ts';

/** So many are looked up together. */
const BATCH = 256;
/** So many bits of a hash say where a state that came in lately is remembered: many come again soon. */
const LATELY_BITS = 14;

/** What stops a look-up before it is done: a limit, or that the table is to grow. */
export type Stop = 'full' | 'seconds' | 'states' | 'memory';

export class Intake {
  /** All that was found, and what is to be told of it. */
  readonly visited: Visited;
  readonly sightings: Sightings;
  private readonly words: number;
  private readonly looked: Int32Array;
  /** States that were not looked up yet, and their hashes. */
  private readonly batch: Int32Array;
  private readonly hashes: Int32Array;
  private pending = 0;
  /** Of the states whose hashes begin with the same bits, the last that came in; before that, one whose hash begins in another way. */
  private readonly lately: Int32Array;

  constructor(system: TransitionSystem, crew: Crew) {
    const { words } = system;
    this.words = words;
    this.visited = new Visited(words, crew, crew.shared);
    this.sightings = new Sightings(system);
    this.looked = new Int32Array(words);
    this.hashes = new Int32Array(BATCH + system.transitions);
    this.batch = new Int32Array(this.hashes.length * words);
    this.lately = new Int32Array(words << LATELY_BITS);
    // The state of nothing but zeros is remembered in the first place, and so another one must be there.
    do this.lately[0]++;
    while (latelyAt(hashOf(this.lately, 0, words)) === 0);
  }

  /** Whether there are so many that it is time to look them up. From there on there is room for those that one state leads to. */
  get isDue(): boolean {
    return this.pending >= BATCH;
  }

  /** States that were not looked up yet, one after another. */
  get waiting(): Int32Array {
    return this.batch.slice(0, this.pending * this.words);
  }

  /** Takes in the state in the words from `at` of `states`. */
  put(states: Int32Array, at: number): void {
    const { batch, lately, words } = this;
    const hash = hashOf(states, at, words);
    const known = latelyAt(hash) * words;
    let same = 0;
    while (same < words && lately[known + same] === states[at + same]) same++;
    if (same === words) return;
    const to = this.pending * words;
    for (let i = 0; i < words; i++) {
      batch[to + i] = states[at + i];
      lately[known + i] = states[at + i];
    }
    this.hashes[this.pending++] = hash;
  }

  /** Looks all up that wait for it, found at `depth`; returns what stopped it before it was done, or null. */
  flush(depth: number, { hasTime, states = Number.POSITIVE_INFINITY, memory }: Limits): Stop | null {
    const { visited, batch, hashes, words, pending } = this;
    if (hasTime?.() === false) return 'seconds';
    if (visited.count >= states) return 'states';
    const most = memory ?? Number.POSITIVE_INFINITY;
    if (visited.isFullWith(pending)) return visited.bytesGrown > most ? 'memory' : 'full';
    if (visited.bytesWith(pending) > most) return 'memory';
    visited.touch(hashes, pending);
    let at = 0;
    for (; at < pending && visited.count < states; at++)
      if (visited.add(batch, at * words, hashes[at])) this.look(at * words, depth);
    batch.copyWithin(0, at * words, pending * words);
    hashes.copyWithin(0, at, pending);
    this.pending -= at;
    return visited.count >= states ? 'states' : null;
  }

  /** Takes in a state that was found before, in another search. */
  restore(states: Int32Array, at: number, depth: number): void {
    const { words, looked, visited } = this;
    if (visited.isFullWith(1)) visited.grow();
    for (let i = 0; i < words; i++) looked[i] = states[at + i];
    visited.add(looked, 0, hashOf(looked, 0, words));
    this.sightings.look(looked, depth);
  }

  /** The state at `at` of the batch is new. */
  private look(at: number, depth: number): void {
    for (let i = 0; i < this.words; i++) this.looked[i] = this.batch[at + i];
    this.sightings.look(this.looked, depth);
  }
}

const latelyAt = (hash: number): number => hash >>> (32 - LATELY_BITS);
