/**
 * What should come at last, and does not: a run that leads to a loop on which it never comes, though all who could act all the time do act there (weak
 * fairness). A run that ends stays where it is.
 */
import { componentsOf } from './components.ts';
import { isKnot, loopFrom } from './fair-cycles.ts';
import type { Graph } from './graph.ts';
import type { Eventuality } from './transition-system.ts';
import { Waiting } from './waiting-states.ts';

/** A run without end: the transitions that lead to its loop, and those of the loop; none if nobody can act there. */
export interface Lasso {
  readonly property: Eventuality;
  readonly stem: readonly number[];
  readonly loop: readonly number[];
}

/** A fair run on which what `property` says never comes, with the shortest stem there is; null if there is none. */
export const lassoAgainst = (property: Eventuality, graph: Graph): Lasso | null => {
  const waiting = new Waiting(property, graph);
  const knots = componentsOf(graph, waiting.isIn).filter((component) => isKnot(graph, component));
  const nearest = waiting.nearest(knots.flat());
  const knot = knots.find((numbers) => numbers.includes(nearest));
  if (knot === undefined) return null;
  const { source, transitions } = waiting.wayTo(nearest);
  return { property, stem: [...graph.runTo(source), ...transitions], loop: loopFrom(graph, nearest, knot) };
};
