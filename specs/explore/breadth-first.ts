/**
 * Breadth first: all states by their distance from the first, so that what is found wrong was reached in as few transitions as can be. It can be
 * stopped between any two states, kept, and gone on with.
 */
import type { End, Explored, Limits, Reached } from './exploration.ts';
import { Frontier } from './frontier.ts';
import { Intake } from './intake.ts';
import { shortestRun } from './shortest-run.ts';
import type { Sighting } from './sightings.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf } from './visited.ts';

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
  private readonly system: TransitionSystem;
  private readonly canonize: ((state: Int32Array) => void) | null;
  private readonly intake: Intake;
  private readonly state: Int32Array;
  private edges = 0;
  /** The depth of the states that are gone on from; before the first state, -1. */
  private depth = -1;
  /** The states of that depth, and how many of them are done. */
  private level: Frontier;
  private done = 0;
  private end: End | null = null;

  constructor(system: TransitionSystem, { symmetry = false }: SearchOptions = {}) {
    this.system = system;
    this.canonize = symmetry ? (state) => system.canonize?.(state) : null;
    this.intake = new Intake(system);
    this.state = new Int32Array(system.words);
    this.level = new Frontier(system.words);
    system.begin(this.state);
    this.put();
  }

  /** Goes on until all was seen, something does not hold, or a limit is reached. */
  run(limits: Limits = {}): End {
    this.end = this.intake.flush(this.depth + 1, limits, this.level);
    while (this.end === null) {
      this.expand(limits);
      if (this.end === null) this.descend(limits);
    }
    return this.end;
  }

  /** What came of it, as far as it has run. */
  get explored(): Explored {
    const { level, end, intake } = this;
    const { visited, next, sightings } = intake;
    return {
      ...{ end: end ?? 'seconds', states: visited.count, edges: this.edges },
      depth: Math.max(0, next.count > 0 ? this.depth + 1 : this.depth),
      frontier: level.count - this.done + next.count,
      bytes: visited.bytes + level.bytes + next.bytes,
      broken: this.reached(sightings.broken),
      goals: sightings.goals.map((sighting) => this.reached(sighting)),
    };
  }

  /** What it takes to go on elsewhere. */
  saved(): SavedSearch {
    const { edges, depth, level, intake } = this;
    const { states, depths } = intake.visited.all();
    return {
      edges,
      depth,
      states,
      depths,
      left: level.from(this.done),
      next: intake.next.from(0),
      pending: intake.waiting,
    };
  }

  /** Takes up a search of the same system that was saved, in place of this one, which has not run. */
  resume({ edges, depth, states, depths, left, next, pending }: SavedSearch): void {
    const { words } = this.system;
    [this.edges, this.depth] = [edges, depth];
    this.intake.restore(states, depths);
    for (let at = 0; at < left.length; at += words) this.level.push(left, at);
    for (let at = 0; at < next.length; at += words) this.intake.next.push(next, at);
    for (let at = 0; at < pending.length; at += words) this.intake.put(pending, at, hashOf(pending, at, words));
  }

  /** Goes on from the states of this depth that are left, as far as limits allow. */
  private expand(limits: Limits): void {
    const { system, state, level, intake } = this;
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
      if (intake.isDue) this.end = intake.flush(this.depth + 1, limits, level);
    }
  }

  private put(): void {
    this.canonize?.(this.state);
    this.intake.put(this.state, 0, hashOf(this.state, 0, this.state.length));
  }

  /** To the next depth, once all of this one was gone on from. */
  private descend(limits: Limits): void {
    const { intake } = this;
    this.end = intake.flush(this.depth + 1, limits, this.level);
    if (this.end !== null) return;
    if (intake.sightings.broken !== null) this.end = 'broken';
    else if (intake.next.count === 0) this.end = 'complete';
    else if (this.depth + 1 === limits.depth) this.end = 'depth';
    else {
      this.depth++;
      [this.level, intake.next, this.done] = [intake.next, this.level, 0];
      intake.next.clear();
    }
  }

  private reached(sighting: Sighting | null): Reached | null {
    if (sighting === null) return null;
    const { property, state, depth } = sighting;
    const target = { state, depth, canonize: this.canonize };
    return { property, state, transitions: shortestRun(this.system, this.intake.visited, target) };
  }
}
