/** All states of a system that were found, by their numbers, and what leads from one to which. */
import type { Levels } from './levels.ts';
import { shortestRun } from './shortest-run.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf, type Visited } from './visited.ts';

export class Graph {
  readonly system: TransitionSystem;
  readonly transitions: readonly number[];
  /** All who act. */
  readonly actors: ReadonlySet<number>;
  private readonly visited: Visited;
  private readonly levels: Levels;
  private readonly canonize: ((state: Int32Array) => void) | null;
  private readonly from: Int32Array;
  private readonly to: Int32Array;

  /** Of `system`, all states of which one thread alone has put into `visited`. */
  constructor(
    system: TransitionSystem,
    visited: Visited,
    { levels, canonize }: { readonly levels: Levels; readonly canonize: ((state: Int32Array) => void) | null },
  ) {
    this.system = system;
    this.visited = visited;
    this.levels = levels;
    this.canonize = canonize;
    this.transitions = Array.from({ length: system.transitions }, (_, transition) => transition);
    this.actors = new Set(this.transitions.map((transition) => this.actorOf(transition)));
    [this.from, this.to] = [new Int32Array(system.words), new Int32Array(system.words)];
  }

  /** How many states there are. Their numbers begin at 0, which is the first state, and the nearest to it have the lowest. */
  get states(): number {
    return this.visited.count;
  }

  /** How many states are no farther from the first than `depth`. */
  upTo(depth: number): number {
    return depth < this.levels.ends.length ? this.levels.foundBy(depth) : this.states;
  }

  /** The words of state `number`, until another is asked for. */
  state(number: number): Int32Array {
    this.visited.states.read(number, this.from);
    return this.from;
  }

  /** The number of the state that `transition` leads to from state `number`; -1 where it is not enabled. */
  after(number: number, transition: number): number {
    this.visited.states.read(number, this.to);
    return this.system.step(transition, this.to) ? this.found() : -1;
  }

  /** The number of `state`, or of what stands for it; -1 if it was not found. */
  numberOf(state: Int32Array): number {
    this.to.set(state);
    return this.found();
  }

  /** The run to state `number`, of as few transitions as can be. */
  runTo(number: number): number[] {
    const { system, levels, canonize } = this;
    const depth = levels.depthOf(number);
    return shortestRun(system, levels, { state: this.state(number).slice(), depth, canonize });
  }

  actorOf(transition: number): number {
    return this.system.actorOf?.(transition) ?? 0;
  }

  /** Who can act in state `number`. */
  actorsAt(number: number): Set<number> {
    const enabled = this.transitions.filter((transition) => this.after(number, transition) >= 0);
    return new Set(enabled.map((transition) => this.actorOf(transition)));
  }

  private found(): number {
    const { to } = this;
    this.canonize?.(to);
    return this.visited.find(to, 0, hashOf(to, 0, to.length));
  }
}
