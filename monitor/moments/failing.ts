/** The moment of a failure: where the run of a scenario first goes wrong. */
import { LATE, type MomentRun, type Playing, type ScenarioRun, type Trial } from '../../specs/specs.ts';
import { textOf, type Values } from '../command-line/options.ts';
import { runLimited } from '../limits/watchdog.ts';
import { momentText } from './given.ts';

const PATIENCE_SECONDS = 10;
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

/** The moment at which `scenario` went wrong with `error`, as text; null where it cannot be gone through, or does not come to an end. */
export const failingMoment = (
  trial: Trial<unknown>,
  { scenario, error }: { readonly scenario: unknown; readonly error: Error },
  run: ScenarioRun,
): string | null => {
  const { playing } = trial;
  if (playing === undefined || error.name === LATE) return null;
  return momentOfEnd(run, () => playing.call(trial, scenario));
};

/**
 * The moment at the end of what `make` gives, which is `run` and has not begun, as text; null if it does not come to an end, or code of the user's
 * own keeps it from beginning.
 */
export const momentOfEnd = (run: MomentRun, make: () => Playing): string | null => {
  const made: Playing[] = [];
  try {
    const cameBack = runLimited(PATIENCE_SECONDS, () => {
      made.push(make());
      made[0].begin();
      made[0].advance(Number.POSITIVE_INFINITY);
    });
    if (!cameBack) return null;
  } catch {
    // What the user's own code throws is known, and told: this is where it did.
  }
  return made.length === 0 ? null : momentText(run, made[0]);
};
