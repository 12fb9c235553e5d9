/** All states of a system that were found, by their numbers, and what leads from one to which. */
import type { Levels } from './levels.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf, type Visited } from './visited.ts';

export class Graph {
  readonly system: TransitionSystem;
  readonly transitions: readonly number[];
  /** All who act. */
  readonly actors: ReadonlySet<number>;
  private readonly visited: Visited;
  private readonly levels: Levels;
  private readonly from: Int32Array;
  private readonly to: Int32Array;

  /** Of `system`, all states of which one thread alone has put into `visited`. */
  constructor(system: TransitionSystem, visited: Visited, levels: Levels) {
    this.system = system;
    this.visited = visited;
    this.levels = levels;
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
    const { system, to } = this;
    this.visited.states.read(number, to);
    return system.step(transition, to) ? this.visited.find(to, 0, hashOf(to, 0, to.length)) : -1;
  }

  actorOf(transition: number): number {
    return this.system.actorOf?.(transition) ?? 0;
  }

  /** Who can act in state `number`. */
  actorsAt(number: number): Set<number> {
    const enabled = this.transitions.filter((transition) => this.after(number, transition) >= 0);
    return new Set(enabled.map((transition) => this.actorOf(transition)));
  }
}
