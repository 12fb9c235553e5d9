/** Depth first: as far as it goes, then back. It holds fewer states that wait, and what it finds wrong need not be found in few transitions. */

import { Arena } from './arena.ts';
import type { SearchOptions } from './breadth-first.ts';
import { type End, type Explored, type Limits, reachedIn } from './exploration.ts';
import { Sightings } from './sightings.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf, Visited } from './visited.ts';

/** Transitions between two looks at the time. */
const PATIENCE = 4096;

export class DepthFirst {
  private readonly system: TransitionSystem;
  private readonly visited: Visited;
  /** The states of the way that is gone, and the transitions that are to be tried next from each. */
  private readonly way: Arena;
  private readonly tried: number[] = [];
  private readonly state: Int32Array;
  private readonly canonize: ((state: Int32Array) => void) | null;
  private edges = 0;
  private depth = 0;
  private readonly sightings: Sightings;
  private end: End | null = null;

  constructor(system: TransitionSystem, { symmetry = false }: SearchOptions = {}) {
    this.system = system;
    this.visited = new Visited(system.words);
    this.way = new Arena(system.words);
    this.state = new Int32Array(system.words);
    this.canonize = symmetry ? (state) => system.canonize?.(state) : null;
    this.sightings = new Sightings(system);
  }

  /** Goes on until all was seen, something does not hold, or a limit is reached. */
  run(limits: Limits = {}): End {
    this.end = null;
    if (this.visited.count === 0) this.begin(limits);
    while (this.tried.length > 0 && this.end === null) this.goOn(limits);
    this.end ??= 'complete';
    return this.end;
  }

  /** What came of it, as far as it has run. */
  get explored(): Explored {
    return {
      ...{ end: this.end ?? 'seconds', states: this.visited.count, edges: this.edges, depth: this.depth },
      ...{ frontier: this.tried.length, bytes: this.visited.bytes + this.wayBytes },
      ...reachedIn(this.sightings),
    };
  }

  private get wayBytes(): number {
    return 4 * this.state.length * this.tried.length;
  }

  private begin(limits: Limits): void {
    this.system.begin(this.state);
    this.canonize?.(this.state);
    this.enter(limits);
  }

  /** Takes the next transition from the last state of the way, or goes back from it. */
  private goOn(limits: Limits): void {
    const { system, state, way, tried } = this;
    const last = tried.length - 1;
    const transition = tried[last]++;
    if (transition === system.transitions) {
      tried.pop();
      return;
    }
    way.read(last, state);
    if (!system.step(transition, state)) return;
    this.edges++;
    if (this.edges % PATIENCE === 0 && limits.hasTime?.() === false) this.end = 'seconds';
    this.canonize?.(state);
    this.enter(limits);
  }

  /** Goes on from the state at hand, if it is new. */
  private enter({ states, memory }: Limits): void {
    const { visited, state, way, tried } = this;
    if (visited.isFullWith(1)) {
      if (visited.bytesGrown + this.wayBytes > (memory ?? Number.POSITIVE_INFINITY)) this.end = 'memory';
      else visited.grow();
    }
    if (this.end !== null || !visited.add(state, 0, hashOf(state, 0, state.length))) return;
    way.reserve(tried.length + 1);
    way.write(tried.length, state, 0);
    tried.push(0);
    this.depth = Math.max(this.depth, tried.length - 1);
    this.sightings.look(state, tried.length - 1, () => tried.slice(0, -1).map((next) => next - 1));
    if (this.sightings.broken !== null) this.end = 'broken';
    else if (visited.count === states) this.end = 'states';
  }
}
