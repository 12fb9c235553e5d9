/** What `explore --json` writes. */
import {
  type Coverage,
  type Explored,
  type ExploredStates,
  type Reached,
  type Retold,
  runText,
  type TransitionSystem,
  type Walked,
} from '../../specs/specs.ts';
import { document, list, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';
import type { AskedKernel } from './asked-kernel.ts';
import type { Asked } from './asked-system.ts';
import type { ShownCoverage } from './kernel-lines.ts';

const REACHED = object({
  name: text('The invariant, or the goal.'),
  sentence: text(),
  run: list(text(), 'The transitions that lead there from the first state.'),
  state: text('The state, as people read it.'),
  moment: orNull(text(), 'Of a kernel: the moment, as --moment takes it; null where there is none.'),
});

const COVERED = object({
  states: whole('States that were met.', 0),
  ofStates: whole('All states.', 0),
  edges: orNull(whole('', 0), 'Transitions that were taken; null where states that differ in names are one.'),
  ofEdges: whole('All transitions.', 0),
  missed: orNull(list(text()), 'The transitions to the nearest state that was not met; null if all were.'),
});

export const EXPLORE = document('explore', 'What ringfence explore --json writes: one object.', {
  system: text('What was explored.'),
  end: oneOf(
    ['complete', 'walks', 'broken', 'depth', 'states', 'memory', 'seconds'],
    'Why it ended: all was seen, all random walks were taken, something does not hold, or a limit.',
  ),
  states: whole('States that were found.', 0),
  edges: whole('Transitions that were taken.', 0),
  depth: orNull(whole('', 0), 'How far the farthest state is from the first; null of random walks.'),
  frontier: orNull(whole('', 0), 'States that were found and not gone on from; null of random walks.'),
  invariants: list(text(), 'What must hold of each.'),
  broken: orNull(REACHED, 'What does not hold, and the shortest run there; else null.'),
  goals: list(object({ name: text(), reached: orNull(REACHED) }), 'What should hold of some state.'),
  eventually: orNull(
    list(
      object({
        name: text(),
        stem: orNull(
          list(text()),
          'The transitions that lead to a loop on which it never comes; null if it always comes.',
        ),
        loop: orNull(list(text()), 'Those of the loop; none where nobody can act.'),
      }),
    ),
    'What should come at last, where it was asked for; else null.',
  ),
  coverage: orNull(COVERED, 'What random walks met of all that there is, where it was asked for; else null.'),
});

export const toldOf = ({ system, title }: Asked, result: Explored): Of<typeof EXPLORE> => ({
  ...{ schema: EXPLORE.id, system: title, end: result.end, states: result.states, edges: result.edges },
  ...{ depth: result.depth, frontier: result.frontier, invariants: system.invariants.map(({ name }) => name) },
  broken: result.broken === null ? null : reachedTold(system, result.broken),
  goals: (system.goals ?? []).map(({ name }, i) => {
    const reached = result.goals[i];
    return { name, reached: reached === null ? null : reachedTold(system, reached) };
  }),
  eventually:
    result.lassos?.map((lasso, i) => ({
      name: system.eventually?.[i].name ?? '',
      stem: lasso === null ? null : runText(system, lasso.stem),
      loop: lasso === null ? null : runText(system, lasso.loop),
    })) ?? null,
  coverage: null,
});

/** The same of random walks, and of what they were held against. */
export const toldOfWalks = (
  { system, title }: Asked,
  result: Walked,
  coverage: Coverage | null,
): Of<typeof EXPLORE> => {
  const { broken, isCut, states, edges } = result;
  const end = broken === null ? (isCut ? 'seconds' : 'walks') : 'broken';
  const covered = coverage?.covered ?? null;
  return {
    ...toldOf({ system, title, words: [] }, { ...result, end: 'complete', depth: 0, frontier: 0, bytes: 0 }),
    ...{ end, states, edges, depth: null, frontier: null },
    coverage: covered && { ...covered, missed: covered.missed && runText(system, covered.missed) },
  };
};

/** The same of a kernel: its states have no words, and nothing is a goal. */
export const toldOfKernel = (
  { title, judged }: Pick<AskedKernel, 'title' | 'judged'>,
  { end, states, edges, depth, frontier, broken }: ExploredStates,
  {
    run,
    moment,
    covered,
  }: { readonly run: Retold | null; readonly moment: string | null; readonly covered: ShownCoverage | null },
): Of<typeof EXPLORE> => ({
  ...{ schema: EXPLORE.id, system: title, end, states, edges, depth, frontier, invariants: [...judged] },
  broken:
    broken === null
      ? null
      : {
          ...{ name: broken.wrong.name, sentence: broken.wrong.sentence },
          run: run?.steps.map(({ actor, text }) => `${actor === 0 ? '' : `process ${actor}: `}${text}`) ?? [],
          state: run?.steps.at(-1)?.state ?? run?.first ?? '',
          moment,
        },
  goals: [],
  eventually: null,
  coverage: covered && { ...covered.covered, missed: covered.missed && [...covered.missed] },
});

const reachedTold = (system: TransitionSystem, { property, transitions, state }: Reached): Of<typeof REACHED> => ({
  ...{ name: property.name, sentence: property.sentence },
  run: transitions.map((transition) => system.transitionText(transition)),
  state: system.stateText(state),
  moment: null,
});
