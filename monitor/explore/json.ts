/** What `explore --json` writes. */
import {
  type Explored,
  type ExploredStates,
  type Reached,
  type Retold,
  runText,
  type TransitionSystem,
} from '../../specs/specs.ts';
import { document, list, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';
import type { Asked } from './asked.ts';
import type { AskedKernel } from './asked-kernel.ts';

const REACHED = object({
  name: text('The invariant, or the goal.'),
  sentence: text(),
  run: list(text(), 'The transitions that lead there from the first state.'),
  state: text('The state, as people read it.'),
  moment: orNull(text(), 'Of a kernel: the moment, as --moment takes it; null where there is none.'),
});

export const EXPLORE = document('explore', 'What ringfence explore --json writes: one object.', {
  system: text('What was explored.'),
  end: oneOf(
    ['complete', 'broken', 'depth', 'states', 'memory', 'seconds'],
    'Why it ended: all was seen, something does not hold, or a limit.',
  ),
  states: whole('States that were found.', 0),
  edges: whole('Transitions that were taken.', 0),
  depth: whole('How far the farthest state is from the first.', 0),
  frontier: whole('States that were found and not gone on from.', 0),
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
});

/** The same of a kernel: its states have no words, and nothing is a goal. */
export const toldOfKernel = (
  { title, judged }: Pick<AskedKernel, 'title' | 'judged'>,
  { end, states, edges, depth, frontier, broken }: ExploredStates,
  { run, moment }: { readonly run: Retold | null; readonly moment: string | null },
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
});

const reachedTold = (system: TransitionSystem, { property, transitions, state }: Reached): Of<typeof REACHED> => ({
  ...{ name: property.name, sentence: property.sentence },
  run: transitions.map((transition) => system.transitionText(transition)),
  state: system.stateText(state),
  moment: null,
});
