/** Whether a run fails, and whether it does when it goes on otherwise from some place: as `check` judges scenarios, and `run` programs. */
import { choicesOf, counter } from '../../hardware/hardware.ts';
import { checkerFor, type Opened } from '../../presentation/presentation.ts';
import { type Crossing, errorLines, OwnTrial, type opennessOf, type ScenarioRun, steered } from '../../specs/specs.ts';
import { runLimited } from '../limits/watchdog.ts';
import { checkEnd } from '../run/outcome.ts';

/** All of one continuation. */
const PATIENCE_SECONDS = 5;
/** Events beyond the end of the run that failed: who is to fail later does so soon. */
const BEYOND = 200;

/** How a run fails, and whether a continuation of it does; null in its place if it cannot go on otherwise. */
export interface RunFailure {
  readonly failed: string | null;
  readonly fails: ((crossing: Crossing, seed: number) => boolean) | null;
}

/** Events after which a run of programs is no longer looked at that has not failed until then. */
const MOST_EVENTS = 20_000;

/** The event at which the run fails, or up to which it is looked at: of a scenario all that there is. */
export const lastEventOf = ({ run, kind, programs, values, moment }: Opened): number => {
  if (moment !== null) return moment.event;
  if (run.what !== 'programs' || kind === null || programs === null) return Number.POSITIVE_INFINITY;
  const oracle = run.oracle && choicesOf(run.oracle.asked, run.oracle.choices, run.oracle.seed);
  const system = kind.make(values, programs, oracle);
  const { kernel } = system;
  checkerFor(system, 'every-trap');
  errorIn(() => {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, MOST_EVENTS);
  });
  return kernel.machine.counters[counter.EVENTS];
};

export const failureOf = (opened: Opened, openness: ReturnType<typeof opennessOf>): RunFailure =>
  opened.trial === null ? programsFailure(opened, openness) : scenarioFailure(opened, openness);

const scenarioFailure = ({ run, trial }: Opened, { answers, crossings }: ReturnType<typeof opennessOf>): RunFailure => {
  if (trial === null || run.what !== 'scenario') return { failed: null, fails: null };
  // There a boot goes as usual, and its questions are not among those that a scenario answers.
  const first = trial instanceof OwnTrial ? crossings[0].answered : 0;
  const errorOf = ({ scenario }: ScenarioRun): string | null =>
    errorIn(() => void trial.attempt(trial.decode(scenario)));
  const failed = errorOf(run);
  if (steered(run, []) === null) return { failed, fails: null };
  const fails = ({ answered }: Crossing, seed: number): boolean =>
    errorOf(steered(run, answers.slice(first, answered), seed) as ScenarioRun) !== null;
  return { failed, fails };
};

const programsFailure = (opened: Opened, openness: ReturnType<typeof opennessOf>): RunFailure => {
  const { run, kind, programs, values } = opened;
  if (run.what !== 'programs' || kind === null || programs === null) return { failed: null, fails: null };
  const { answers, crossings } = openness;
  const last = (crossings.at(-1)?.event ?? 0) + BEYOND;
  const errorOf = (choices: readonly number[], seed?: number): string | null =>
    errorIn(() => {
      const oracle = run.oracle && choicesOf(run.oracle.asked, choices, seed);
      const system = kind.make(values, programs, oracle);
      const checker = checkerFor(system, 'every-trap');
      system.kernel.boot();
      const { machine } = system.kernel;
      machine.run(Number.POSITIVE_INFINITY, last);
      throwWhatStopped(machine.execution.halt);
      throwWhatStopped(machine.execution.programErrors[0] ?? null);
      checkEnd({ system, checker });
    });
  const failed = errorOf(run.oracle?.choices ?? [], run.oracle?.seed);
  if (run.oracle === undefined) return { failed, fails: null };
  return { failed, fails: ({ answered }, seed) => errorOf(answers.slice(0, answered), seed) !== null };
};

const throwWhatStopped = (error: Error | null): void => {
  if (error !== null) throw error;
};

/** What goes wrong in `work`, in a line; null if nothing does. */
const errorIn = (work: () => void): string | null => {
  try {
    return runLimited(PATIENCE_SECONDS, work) ? null : 'it does not come back';
  } catch (error) {
    return error instanceof Error ? errorLines(error)[0] : String(error);
  }
};
