/** The states in which one waits for what should come at last, and how waiting comes about. */
import type { Graph } from './graph.ts';
import type { Eventuality } from './transition-system.ts';

export class Waiting {
  /** 1 for states in which one waits. */
  readonly isIn: Uint8Array;
  private readonly property: Eventuality;
  private readonly graph: Graph;
  /** How many transitions from the first state one may wait there; and the state before it, and the transition from there, or -1 where waiting begins. */
  private readonly distance: Int32Array;
  private readonly parent: Int32Array;
  private readonly by: Int32Array;

  constructor(property: Eventuality, graph: Graph) {
    const { states } = graph;
    [this.property, this.graph, this.isIn] = [property, graph, new Uint8Array(states)];
    [this.distance, this.parent, this.by] = [new Int32Array(states), new Int32Array(states), new Int32Array(states)];
    this.fill();
  }

  /** Of `numbers` the state in which one waits after the fewest transitions; -1 if there are none. */
  nearest(numbers: readonly number[]): number {
    const { distance } = this;
    const isNearer = (one: number, other: number): boolean =>
      distance[one] < distance[other] || (distance[one] === distance[other] && one < other);
    return numbers.reduce((best, one) => (best < 0 || isNearer(one, best) ? one : best), -1);
  }

  /** The state in which waiting began that goes on in state `number`, and the transitions from there. */
  wayTo(number: number): { readonly source: number; readonly transitions: readonly number[] } {
    const transitions: number[] = [];
    let source = number;
    for (; this.parent[source] >= 0; source = this.parent[source]) transitions.unshift(this.by[source]);
    return { source, transitions };
  }

  /** By their distance: where waiting begins, and what follows while it goes on. */
  private fill(): void {
    const { graph } = this;
    let [layer, next]: number[][] = [[], []];
    for (let depth = 0, number = 0; layer.length > 0 || number < graph.states; depth++, layer = next, next = []) {
      for (; number < graph.upTo(depth); number++)
        if (this.begins(number)) this.enter(layer, number, { depth, parent: -1, by: -1 });
      for (const parent of layer)
        for (const by of graph.transitions) this.enter(next, graph.after(parent, by), { depth: depth + 1, parent, by });
    }
  }

  private begins(number: number): boolean {
    const { when } = this.property;
    return when === undefined ? number === 0 : when(this.graph.state(number));
  }

  /** One waits in state `number`, unless what should come is there. */
  private enter(layer: number[], number: number, from: { depth: number; parent: number; by: number }): void {
    if (number < 0 || this.isIn[number] === 1 || this.property.holds(this.graph.state(number))) return;
    this.isIn[number] = 1;
    this.distance[number] = from.depth;
    this.parent[number] = from.parent;
    this.by[number] = from.by;
    layer.push(number);
  }
}
