/**
 * Breadth first: all states by their distance from the first, so that what is found wrong was reached in as few transitions as can be. It can be
 * stopped between any two states, kept, and gone on with. Several threads may share it, each with a `BreadthFirst` of its own: all are at the same depth at
 * any time, so that together they find the same states in the same depths as one alone.
 */

import { type Lasso, lassoAgainst } from './eventually.ts';
import type { End, Explored, Limits } from './exploration.ts';
import { Graph } from './graph.ts';
import { Levels } from './levels.ts';
import { Intake, type Stop } from './new-states.ts';
import { Reduction } from './reduction.ts';
import { type Share, togetherExplored } from './share.ts';
import { Crew, type Told } from './threads.ts';
import type { TransitionSystem } from './transition-system.ts';

/** How a search begins. */
export interface SearchOptions {
  /** Whether states that differ in names alone are one. Takes a system that has `canonize`. */
  readonly symmetry?: boolean;
  /** Whether orders in which actors do what does not touch the others are left out. Takes a system that is not `irreducible`. */
  readonly reduce?: boolean;
  /** Whether what should come at last is looked for, once all was seen; by one alone who tells names apart. */
  readonly eventually?: boolean;
}

/** A search that was stopped, to be gone on with: states are words one after another. */
export interface SavedSearch {
  readonly edges: number;
  /** All states that were found, nearest first; and of each depth that is over, how many there are up to there. */
  readonly states: Int32Array;
  readonly levels: Int32Array;
  /** How many of the farthest of these depths were gone on from. */
  readonly done: number;
  /** States that were not looked up. */
  readonly pending: Int32Array;
}

/** States that one of several threads takes at once. */
const CHUNK = 64;
/** Why all meet before a depth is over, as numbers: what stops the search counts more than that the table is to grow. */
const STOPS: readonly (Stop | null)[] = [null, 'full', 'seconds', 'states', 'memory'];

/** The search breadth first: run piece by piece, kept in between if need be. */
export class BreadthFirst {
  /** How far each state is from the first. */
  readonly levels: Levels;
  private readonly system: TransitionSystem;
  private readonly canonize: ((state: Int32Array) => void) | null;
  private readonly crew: Crew;
  private readonly eventually: boolean;
  private readonly reduction: Reduction | null;
  private readonly all: readonly number[];
  private readonly intake: Intake;
  private readonly state: Int32Array;
  private readonly from: Int32Array;
  private edges = 0;
  /** The depth of the states that are gone on from; before the first state, -1. */
  private depth = -1;
  /** How many states are of that depth; and of those that were taken from there at once, the next and the end. */
  private size = 0;
  private next = 0;
  private end = 0;
  private ended: End | null = null;

  constructor(
    system: TransitionSystem,
    { symmetry = false, eventually = false, reduce = false }: SearchOptions = {},
    crew = new Crew(),
  ) {
    this.system = system;
    this.canonize = symmetry ? (state) => system.canonize?.(state) : null;
    this.crew = crew;
    this.eventually = eventually;
    this.reduction = reduce ? new Reduction(system) : null;
    this.intake = new Intake(system, crew);
    this.levels = new Levels(this.intake.visited.states, crew.members);
    this.all = Array.from({ length: system.transitions }, (_, transition) => transition);
    [this.state, this.from] = [new Int32Array(system.words), new Int32Array(system.words)];
    if (crew.me > 0) return;
    system.begin(this.state);
    this.put();
  }

  /** Goes on until all was seen, something does not hold, or a limit is reached: all who share it come to the same end. */
  run(limits: Limits = {}): End {
    const { crew, intake } = this;
    this.ended = null;
    while (this.ended === null) {
      const stop = this.goOn(limits);
      if (stop !== null) crew.call();
      const broken = intake.sightings.broken === null ? 0 : 1;
      this.decide(crew.meet({ found: intake.visited.count, broken, stop: STOPS.indexOf(stop) }), limits);
    }
    return this.ended;
  }

  /** What came of it, as far as it has run, if nobody shares it. */
  get explored(): Explored {
    const explored = togetherExplored(this.system, this.levels, [this.share], this.canonize);
    return this.eventually && this.ended === 'complete' ? { ...explored, lassos: this.lassos() } : explored;
  }

  /** What came of the share of it that this one has. */
  get share(): Share {
    const { levels, depth, ended, intake, edges, crew, size } = this;
    const { visited, sightings } = intake;
    const found = visited.count - levels.foundBy(depth, crew.me);
    const untaken = crew.me === 0 ? size - Math.min(size, crew.taken) : 0;
    return {
      ...{ end: ended ?? 'seconds', states: visited.count, edges, bytes: visited.bytes, ends: levels.ends },
      ...{ depth: Math.max(0, found > 0 ? depth + 1 : depth), frontier: found + untaken + this.end - this.next },
      seen: sightings.all.map(({ state, depth }) => ({ state, depth })),
    };
  }

  /** All states that were found, and what leads from one to which, if nobody shares it. */
  graph(): Graph {
    const { levels, canonize } = this;
    return new Graph(this.system, this.intake.visited, { levels, canonize });
  }

  /** What it takes to go on elsewhere. */
  saved(): SavedSearch {
    const { edges, system, levels, intake, depth } = this;
    const states = new Int32Array(intake.visited.count * system.words);
    for (let index = 0; index < intake.visited.count; index++) {
      intake.visited.states.read(index, this.state);
      states.set(this.state, index * system.words);
    }
    return {
      ...{ edges, states, levels: Int32Array.from({ length: depth + 1 }, (_, of) => levels.foundBy(of)) },
      ...{ done: Math.min(this.size, this.crew.taken), pending: intake.waiting },
    };
  }

  /** Takes up a search of the same system that was saved, in place of this one, which has not run. */
  resume({ edges, states, levels, done, pending }: SavedSearch): void {
    const { system, intake, crew } = this;
    const { words } = system;
    let depth = 0;
    for (let index = 0; index * words < states.length; index++) {
      while (index >= (levels[depth] ?? Number.POSITIVE_INFINITY)) depth++;
      intake.restore(states, index * words, depth);
    }
    for (const end of levels) this.levels.close([end]);
    this.edges = edges;
    this.depth = levels.length - 1;
    this.size = this.levels.sizeOf(this.depth);
    crew.descend(done);
    for (let at = 0; at < pending.length; at += words) intake.put(pending, at);
  }

  /** Goes on from states of this depth, until none is left, everybody is called to meet, or something stops it, which is returned. */
  private goOn(limits: Limits): Stop | null {
    const { crew, intake } = this;
    for (;;) {
      if (intake.isDue) {
        const stop = intake.flush(this.depth + 1, limits);
        if (stop !== null) return stop;
        if (crew.isCalled) return null;
      }
      if (this.next === this.end && !this.claim()) return intake.flush(this.depth + 1, limits);
      this.expand(this.next++);
    }
  }

  /** Takes a few more states of this depth; false if none is left. */
  private claim(): boolean {
    const count = this.crew.members === 1 ? 1 : CHUNK;
    const from = this.crew.claim(count);
    this.next = Math.min(this.size, from);
    this.end = Math.min(this.size, from + count);
    return this.next < this.end;
  }

  /** Takes all transitions from state number `index` of this depth, or as many as matter. */
  private expand(index: number): void {
    this.levels.read(this.depth, index, this.from);
    this.take(this.reduction?.chosen(this.from) ?? this.all);
  }

  private take(transitions: readonly number[]): void {
    const { system, state, from } = this;
    copy(from, state);
    for (const transition of transitions) {
      if (!system.step(transition, state)) continue;
      this.edges++;
      this.put();
      copy(from, state);
    }
  }

  private lassos(): (Lasso | null)[] {
    const graph = this.graph();
    return (this.system.eventually ?? []).map((property) => lassoAgainst(property, graph));
  }

  private put(): void {
    this.canonize?.(this.state);
    this.intake.put(this.state, 0);
  }

  /** What is next, as everybody decides it: to stop, to go on in a larger table, or to go down. */
  private decide({ found, broken, stop }: Told, { depth }: Limits): void {
    const why = STOPS[stop];
    const isNew = found.reduce((sum, count) => sum + count, 0) > this.levels.foundBy(this.depth);
    if (why === 'full') this.intake.visited.grow(this.crew.wait);
    else if (why !== null) this.ended = why;
    else if (broken > 0) this.ended = 'broken';
    else if (!isNew) this.ended = 'complete';
    else if (this.depth + 1 === depth) this.ended = 'depth';
    else {
      this.depth++;
      this.levels.close(found);
      this.size = this.levels.sizeOf(this.depth);
      this.crew.descend();
    }
  }
}

const copy = (from: Int32Array, to: Int32Array): void => {
  for (let i = 0; i < from.length; i++) to[i] = from[i];
};
