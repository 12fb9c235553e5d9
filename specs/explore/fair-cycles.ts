/** Where a run may stay for ever without keeping anybody from acting who could act all the time. */
import type { Graph } from './graph.ts';

/** Whether a fair run may stay in `component`: each who acts does so there, or cannot in some state of it. A state that nothing leads on from is such a place. */
export const isKnot = (graph: Graph, component: readonly number[]): boolean => {
  const inside = new Set(component);
  const moves = component.flatMap((number) => graph.transitions.filter((by) => inside.has(graph.after(number, by))));
  const able = component.map((number) => graph.actorsAt(number));
  if (moves.length === 0) return able.every((actors) => actors.size === 0);
  const acting = new Set(moves.map((transition) => graph.actorOf(transition)));
  return [...graph.actors].every((actor) => acting.has(actor) || able.some((actors) => !actors.has(actor)));
};

/** Transitions within a knot from state `start` back to it, on which everybody acts, or once cannot; none where nobody can. */
export const loopFrom = (graph: Graph, start: number, knot: readonly number[]): number[] => {
  const walk = new Walk(graph, start, knot);
  for (const actor of graph.actors) walk.grant(actor);
  walk.close();
  return walk.transitions;
};

/** Transitions one after another within a knot. */
class Walk {
  readonly transitions: number[] = [];
  private readonly graph: Graph;
  private readonly inside: ReadonlySet<number>;
  private readonly start: number;
  private at: number;
  /** Who has acted, or could not. */
  private readonly granted = new Set<number>();

  constructor(graph: Graph, start: number, knot: readonly number[]) {
    [this.graph, this.start, this.at, this.inside] = [graph, start, start, new Set(knot)];
    this.rest();
  }

  /** Goes on to where `actor` acts, or cannot. */
  grant(actor: number): void {
    const { graph } = this;
    if (this.granted.has(actor)) return;
    this.go((number, by) => graph.actorOf(by) === actor || !graph.actorsAt(number).has(actor));
  }

  /** Goes back to where it began. */
  close(): void {
    const isOver = this.transitions.length > 0 ? this.at === this.start : this.graph.actorsAt(this.at).size === 0;
    if (!isOver) this.go((number) => number === this.start);
  }

  /** The fewest transitions to a state, reached by one more, of which `isThere` is true. */
  private go(isThere: (number: number, by: number) => boolean): void {
    const steps = [{ number: this.at, by: -1, before: -1 }];
    const seen = new Set<number>();
    for (let index = 0; index < steps.length; index++) {
      const { number, by } = steps[index];
      if (by >= 0 && isThere(number, by)) return this.take(steps, index);
      if (seen.has(number)) continue;
      seen.add(number);
      for (const transition of this.graph.transitions) {
        const to = this.graph.after(number, transition);
        if (this.inside.has(to)) steps.push({ number: to, by: transition, before: index });
      }
    }
    throw new Error('a component does not hold together');
  }

  private take(
    steps: readonly { readonly number: number; readonly by: number; readonly before: number }[],
    last: number,
  ): void {
    const way: number[] = [];
    for (let index = last; steps[index].before >= 0; index = steps[index].before) way.unshift(index);
    for (const index of way) {
      this.transitions.push(steps[index].by);
      this.granted.add(this.graph.actorOf(steps[index].by));
      this.at = steps[index].number;
      this.rest();
    }
  }

  /** Those who cannot act here have not been kept from it. */
  private rest(): void {
    const able = this.graph.actorsAt(this.at);
    for (const actor of this.graph.actors) if (!able.has(actor)) this.granted.add(actor);
  }
}
