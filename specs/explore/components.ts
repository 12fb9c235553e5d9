/** Parts of a graph in which each state can be reached from each other one (Tarjan, SIAM Journal on Computing, 1972). */
import type { Graph } from './graph.ts';

/** The strongly connected components of the states of `graph` for which `isIn` is 1, each with its numbers in ascending order. */
export const componentsOf = (graph: Graph, isIn: Uint8Array): number[][] => {
  const found: number[][] = [];
  const search = new Tarjan(graph, isIn, (component) => found.push(component.sort((a, b) => a - b)));
  for (let number = 0; number < graph.states; number++) if (isIn[number] === 1) search.from(number);
  return found;
};

class Tarjan {
  private readonly graph: Graph;
  private readonly isIn: Uint8Array;
  private readonly tell: (component: number[]) => void;
  /** When each state was met, from 1, and the earliest that it leads back to; 0 before, and once its component is told -1. */
  private readonly met: Int32Array;
  private readonly low: Int32Array;
  private readonly open: number[] = [];
  private count = 0;

  constructor(graph: Graph, isIn: Uint8Array, tell: (component: number[]) => void) {
    this.graph = graph;
    this.isIn = isIn;
    this.tell = tell;
    [this.met, this.low] = [new Int32Array(graph.states), new Int32Array(graph.states)];
  }

  from(number: number): void {
    if (this.met[number] !== 0) return;
    const way = [this.meet(number)];
    while (way.length > 0) {
      const step = way[way.length - 1];
      if (step.next === this.graph.system.transitions) {
        way.pop();
        this.leave(step.number, way[way.length - 1]?.number ?? -1);
        continue;
      }
      const to = this.graph.after(step.number, step.next++);
      if (to < 0 || this.isIn[to] === 0) continue;
      if (this.met[to] === 0) way.push(this.meet(to));
      else if (this.met[to] > 0) this.low[step.number] = Math.min(this.low[step.number], this.met[to]);
    }
  }

  private meet(number: number): { readonly number: number; next: number } {
    this.met[number] = this.low[number] = ++this.count;
    this.open.push(number);
    return { number, next: 0 };
  }

  /** All was tried from state `number`, which was met from `before`. */
  private leave(number: number, before: number): void {
    if (before >= 0) this.low[before] = Math.min(this.low[before], this.low[number]);
    if (this.low[number] !== this.met[number]) return;
    const component = this.open.splice(this.open.lastIndexOf(number));
    for (const one of component) this.met[one] = -1;
    this.tell(component);
  }
}
