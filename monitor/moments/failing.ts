/** The moment of a failure: where the run of a scenario first goes wrong. */

import { textOf, type Values } from '../../presentation/boot/values.ts';
import {
  type FirstBad,
  firstBad,
  LATE,
  type MomentRun,
  type Playing,
  type ScenarioRun,
  type Trial,
} from '../../specs/specs.ts';
import { endsWell, momentText } from './given-moments.ts';

/** Options of `check` that say what a scenario is judged by. */
const OPTIONS: readonly string[] = ['lab', 'order', 'only', 'contract'];

/** The run of `scenario`, of the kernel or library that `values` of `check` ask for; `program` is the path of one that it may name. */
export const scenarioRun = (
  trial: Trial<unknown>,
  scenario: unknown,
  values: Values,
  program: string | null = null,
): ScenarioRun => {
  const [kernel, library] = [textOf(values, 'kernel'), textOf(values, 'library')];
  const options = Object.fromEntries(
    OPTIONS.flatMap((name) => {
      const value = textOf(values, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    what: 'scenario',
    ...(kernel !== undefined && { kernel }),
    ...(library !== undefined && { library }),
    ...(program !== null && { programs: [program] }),
    ...(Object.keys(options).length > 0 && { options }),
    scenario: trial.encode(scenario),
  };
};

/** Where a run first goes wrong: the moment as text, and in which entry into the kernel that was, if it was in one. */
export interface FailingMoment {
  readonly moment: string;
  readonly during: string | null;
}

/**
 * The first moment after which something did not hold in `scenario`, which went wrong with `error`; null where it cannot be gone through, or does not
 * come to an end.
 */
export const failingMoment = (
  trial: Trial<unknown>,
  { scenario, error }: { readonly scenario: unknown; readonly error: Error },
  run: ScenarioRun,
): FailingMoment | null => {
  const { playing } = trial;
  if (playing === undefined || error.name === LATE) return null;
  const bad = firstBadIn(trial, scenario);
  const moment = momentAfter(run, () => playing.call(trial, scenario), bad?.operations);
  return moment === null ? null : { moment, during: bad?.during ?? null };
};

/** The step after which `scenario` is first wrong; the last one if it never is. */
export const failingStep = (trial: Trial<unknown>, scenario: unknown): number =>
  firstBadIn(trial, scenario)?.operations ?? Number.POSITIVE_INFINITY;

/** Null also where a kernel does not come back. */
const firstBadIn = (trial: Trial<unknown>, scenario: unknown): FirstBad | null => {
  const found: (FirstBad | null)[] = [];
  const looked = endsWell(() => void found.push(firstBad(trial, scenario)));
  return looked ? (found[0] ?? null) : null;
};

/** The line of a report that says how to come there. */
export const failingLine = ({ moment, during }: FailingMoment): string =>
  `To the first bad moment${during === null ? '' : `, in ${during}`}: ringfence step --moment ${moment}`;

/**
 * The moment after `steps` steps of what `make` gives, which is `run` and has not begun, as text, or at its end; null if it does not come to an end,
 * or code of the user's own keeps it from beginning.
 */
export const momentAfter = (run: MomentRun, make: () => Playing, steps = Number.POSITIVE_INFINITY): string | null => {
  const made: Playing[] = [];
  const cameBack = endsWell(() => {
    made.push(make());
    made[0].begin();
    made[0].advance(steps);
  });
  return !cameBack || made.length === 0 ? null : momentText(run, made[0]);
};
