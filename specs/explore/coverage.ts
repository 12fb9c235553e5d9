/** How much of all that there is was met by who met only some of it: random walks, held against the states that were all found before. */
import type { Graph } from './graph.ts';

/** What was met, of how many; and a run to the nearest state that was not met, null if all were. */
export interface Covered {
  readonly states: number;
  readonly ofStates: number;
  /** Transitions of each state from which they lead; null where states stand for others, whose transitions have other names. */
  readonly edges: number | null;
  readonly ofEdges: number;
  readonly missed: readonly number[] | null;
}

/** What walks met of a graph of states; each of its states is to be one that the graph has. */
export class Coverage {
  private readonly graph: Graph;
  private readonly ofEdges: number;
  private readonly isExact: boolean;
  private readonly isMet: Uint8Array;
  /** A bit for each transition of each state. */
  private readonly isTaken: Uint8Array;
  private states = 0;
  private edges = 0;

  /** Of all states and their `edges` transitions; `isExact` if each state stands for itself alone. */
  constructor(graph: Graph, edges: number, isExact: boolean) {
    [this.graph, this.ofEdges, this.isExact] = [graph, edges, isExact];
    this.isMet = new Uint8Array(graph.states);
    this.isTaken = new Uint8Array(isExact ? Math.ceil((graph.states * graph.transitions.length) / 8) : 0);
  }

  /** `state` is met. */
  meet(state: Int32Array): void {
    const number = this.graph.numberOf(state);
    this.states += 1 - this.isMet[number];
    this.isMet[number] = 1;
  }

  /** `transition` is taken from `state`. */
  take(transition: number, state: Int32Array): void {
    if (!this.isExact) return;
    const bit = this.graph.numberOf(state) * this.graph.transitions.length + transition;
    const byte = Math.floor(bit / 8);
    if (((this.isTaken[byte] >> (bit % 8)) & 1) === 0) this.edges++;
    this.isTaken[byte] |= 1 << (bit % 8);
  }

  get covered(): Covered {
    const { graph, states, ofEdges } = this;
    const missed = this.isMet.indexOf(0);
    return {
      ...{ states, ofStates: graph.states, edges: this.isExact ? this.edges : null, ofEdges },
      missed: missed < 0 ? null : graph.runTo(missed),
    };
  }
}
