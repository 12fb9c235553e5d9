/**
 * Breadth first: all states by their distance from the first, so that what is found wrong was reached in as few transitions as can be. It can be
 * stopped between any two states, kept, and gone on with.
 */
import type { End, Explored, Limits, Reached } from './exploration.ts';
import { Frontier } from './frontier.ts';
import { shortestRun } from './shortest-run.ts';
import { type Sighting, Sightings } from './sightings.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf, Visited } from './visited.ts';

/** So many successors are looked up together. */
const BATCH = 256;

/** How a search begins. */
export interface SearchOptions {
  /** Whether states that differ in names alone are one. Takes a system that has `canonize`. */
  readonly symmetry?: boolean;
}

/** A search that was stopped, to be gone on with: states are words one after another. */
export interface SavedSearch {
  readonly edges: number;
  readonly depth: number;
  /** All states that were found, and how far each is from the first. */
  readonly states: Int32Array;
  readonly depths: Int32Array;
  /** Of the depth that is gone on from those that are left, those of the next, and those that were not looked up. */
  readonly left: Int32Array;
  readonly next: Int32Array;
  readonly pending: Int32Array;
}

/** The search breadth first: run piece by piece, kept in between if need be. */
export class BreadthFirst {
  readonly system: TransitionSystem;
  /** All that was found. */
  readonly visited: Visited;
  private edges = 0;
  /** The depth of the states that are gone on from; before the first state, -1. */
  private depth = -1;
  /** States of the depth that is gone on from, the first that is not done yet, and what they lead to. */
  private level: Frontier;
  private done = 0;
  private next: Frontier;
  private readonly canonize: ((state: Int32Array) => void) | null;
  private readonly state: Int32Array;
  private readonly looked: Int32Array;
  /** Successors that were not looked up yet, and their hashes. */
  private readonly batch: Int32Array;
  private readonly hashes: Int32Array;
  private pending = 0;
  private readonly sightings: Sightings;
  private limits: Limits = {};
  private end: End | null = null;

  constructor(system: TransitionSystem, { symmetry = false }: SearchOptions = {}) {
    const { words } = system;
    this.system = system;
    this.visited = new Visited(words);
    [this.level, this.next] = [new Frontier(words), new Frontier(words)];
    this.canonize = symmetry ? (state) => system.canonize?.(state) : null;
    this.state = new Int32Array(words);
    this.looked = new Int32Array(words);
    this.hashes = new Int32Array(BATCH + system.transitions);
    this.batch = new Int32Array(this.hashes.length * words);
    this.sightings = new Sightings(system);
    system.begin(this.state);
    this.put();
  }

  /** Goes on until all was seen, something does not hold, or a limit is reached. */
  run(limits: Limits = {}): End {
    this.limits = limits;
    this.end = null;
    this.flush();
    while (this.end === null) {
      this.expand();
      if (this.end === null) this.descend();
    }
    return this.end;
  }

  /** What came of it, as far as it has run. */
  get explored(): Explored {
    const { visited, level, next, end } = this;
    return {
      ...{ end: end ?? 'seconds', states: visited.count, edges: this.edges },
      depth: Math.max(0, next.count > 0 ? this.depth + 1 : this.depth),
      frontier: level.count - this.done + next.count,
      bytes: visited.bytes + level.bytes + next.bytes,
      broken: this.reached(this.sightings.broken),
      goals: this.sightings.goals.map((sighting) => this.reached(sighting)),
    };
  }

  /** What it takes to go on elsewhere. */
  saved(): SavedSearch {
    const { edges, depth, batch, system, next } = this;
    const { states, depths } = this.visited.all();
    const [left, pending] = [this.level.from(this.done), batch.slice(0, this.pending * system.words)];
    return { edges, depth, states, depths, left, next: next.from(0), pending };
  }

  /** Takes up a search of the same system that was saved, before this one has run. */
  resume({ edges, depth, states, depths, left, next, pending }: SavedSearch): void {
    const { words } = this.system;
    [this.edges, this.depth, this.pending] = [edges, depth, 0];
    for (const [index, found] of depths.entries()) {
      if (this.visited.isFull) this.visited.grow();
      this.visited.add(states, index * words, hashOf(states, index * words, words), found);
      this.looked.set(states.subarray(index * words, (index + 1) * words));
      this.sightings.look(this.looked, found);
    }
    for (let at = 0; at < left.length; at += words) this.level.push(left, at);
    for (let at = 0; at < next.length; at += words) this.next.push(next, at);
    for (let at = 0; at < pending.length; at += words) {
      this.state.set(pending.subarray(at, at + words));
      this.put();
    }
  }

  /** Goes on from the states of this depth that are left, as far as limits allow. */
  private expand(): void {
    const { system, state, level } = this;
    const { transitions } = system;
    while (this.done < level.count && this.end === null) {
      level.read(this.done, state);
      for (let transition = 0; transition < transitions; transition++) {
        if (!system.step(transition, state)) continue;
        this.edges++;
        this.put();
        level.read(this.done, state);
      }
      this.done++;
      if (this.pending >= BATCH) this.flush();
    }
  }

  /** To the next depth, once all of this one was gone on from. */
  private descend(): void {
    this.flush();
    if (this.end !== null) return;
    if (this.sightings.broken !== null) this.end = 'broken';
    else if (this.next.count === 0) this.end = 'complete';
    else {
      this.depth++;
      [this.level, this.next, this.done] = [this.next, this.level, 0];
      this.next.clear();
    }
  }

  /** Puts the state at hand with those that are to be looked up. */
  private put(): void {
    const { system, state, pending } = this;
    const { words } = system;
    this.canonize?.(state);
    const { batch } = this;
    for (let i = 0, at = pending * words; i < words; i++) batch[at + i] = state[i];
    this.hashes[pending] = hashOf(state, 0, words);
    this.pending++;
  }

  /** Looks all up that wait for it, up to a limit; what is new is to be gone on from. */
  private flush(): void {
    const { visited, batch, hashes, next, limits } = this;
    const { words } = this.system;
    if (limits.hasTime?.() === false) this.end = 'seconds';
    if (visited.count >= (limits.states ?? Number.POSITIVE_INFINITY)) this.end = 'states';
    let looked = 0;
    visited.touch(hashes, this.pending);
    for (; looked < this.pending && this.end === null; looked++) {
      if (visited.isFull && !this.grow()) break;
      if (!visited.add(batch, looked * words, hashes[looked], this.depth + 1)) continue;
      next.push(batch, looked * words);
      this.look(batch, looked * words);
      if (visited.count === limits.states) this.end = 'states';
    }
    batch.copyWithin(0, looked * words, this.pending * words);
    hashes.copyWithin(0, looked, this.pending);
    this.pending -= looked;
  }

  /** Makes room for more states; whether the limit of memory allowed it. */
  private grow(): boolean {
    const isAllowed =
      this.visited.bytesToGrow + this.level.bytes + this.next.bytes <= (this.limits.memory ?? Number.POSITIVE_INFINITY);
    if (isAllowed) this.visited.grow();
    else this.end = 'memory';
    return isAllowed;
  }

  /** Looks at the state at `at` of `states`, which is new. */
  private look(states: Int32Array, at: number): void {
    for (let i = 0; i < this.looked.length; i++) this.looked[i] = states[at + i];
    this.sightings.look(this.looked, this.depth + 1);
  }

  private reached(sighting: Sighting | null): Reached | null {
    if (sighting === null) return null;
    const { property, state, depth } = sighting;
    const transitions = shortestRun(this.system, this.visited, { state, depth, canonize: this.canonize });
    return { property, state, transitions };
  }
}
