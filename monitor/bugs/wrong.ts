/** What goes wrong in a run that was opened on a kernel, library or allocator with a mistake: what catches it, and where it is wrong first. */
import { counter } from '../../hardware/hardware.ts';
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { checkerFor, type Made, type Opened } from '../../presentation/presentation.ts';
import {
  type AllocatorRun,
  catcherOf,
  firstBad,
  firstBadOfRun,
  firstBadOperation,
  LATE,
  type ProgramsRun,
  type Rerun,
  type ScenarioRun,
  sentenceOf,
  type Trial,
  type Whereabouts,
} from '../../specs/specs.ts';
import { chosenAllocator } from '../fuzz/allocator.ts';
import { limited } from '../limits/watchdog.ts';
import { checkEnd } from '../run/outcome.ts';

/** More than most need, and what one that loops uses up. */
const PATIENCE_SECONDS = 10;

/** What catches it, in which call it is wrong first, and after which event and step that is. */
export interface Wrong {
  readonly caughtBy: string;
  readonly says: string;
  /** Null if it is in no call, or in one that is not known. */
  readonly wentWrongIn: string | null;
  readonly event: number;
  readonly step: number;
}

/** What goes wrong in a run: of a scenario or a sequence to its end, of programs within `steps` steps; null if nothing does. */
export const wrongIn = (opened: Opened, steps: number): Promise<Wrong | null> | Wrong | null => {
  const { run } = opened;
  if (run.what === 'allocator') return wrongInSequence(run);
  if (run.what === 'scenario') return wrongInScenario(opened, run);
  return run.what === 'programs' ? wrongInPrograms(opened, run, steps) : null;
};

const wrongInSequence = async (run: AllocatorRun): Promise<Wrong | null> => {
  const { Allocator } = await chosenAllocator(run.allocator);
  const { result, thrown } = attempted(() => firstBadOperation(Allocator as AllocatorClass, run));
  if (thrown !== null) return wrongAt(thrown, NOWHERE);
  if (result === null) return null;
  const { operations: step, during, error } = result;
  const caughtBy = `rule: ${error.rule.name}`;
  return { caughtBy, says: error.message, wentWrongIn: during, event: step, step };
};

const wrongInScenario = ({ trial: asked }: Opened, run: ScenarioRun): Wrong | null => {
  const trial = asked as Trial<unknown>;
  const scenario = trial.decode(run.scenario);
  const { thrown } = attempted(() => trial.attempt(scenario));
  const at = trial.whereabouts;
  const bad = thrown?.name === LATE ? null : attempted(() => firstBad(trial, scenario)).result;
  const error = thrown ?? trial.advice ?? bad?.error ?? null;
  return error && wrongAt(error, bad ?? at);
};

/** Of a run in which nothing is caught so many steps are looked at closely: that takes long, and shows what a boot left behind. */
const MOST_CLOSELY = 100;

const wrongInPrograms = (opened: Opened, { keys = [] }: ProgramsRun, steps: number): Wrong | null => {
  const made = opened.make();
  const { result: again, thrown } = attempted(() => judged(made, steps));
  const caught = thrown ?? again?.error ?? null;
  if (caught?.name === LATE) return wrongAt(caught, NOWHERE);
  const { [counter.EVENTS]: event, [counter.OPERATIONS]: passed } = systemOf(made).kernel.machine.counters;
  const operations = caught === null ? Math.min(steps, MOST_CLOSELY) : passed;
  const { kernel, judging } = systemOf(opened.make());
  const bad = attempted(() => firstBadOfRun({ make: () => kernel, judging, operations, keys })).result;
  const error = caught ?? bad?.error ?? null;
  return error && wrongAt(error, bad ?? { event, operations, ...again, during: null });
};

/**
 * As `ringfence run --check every-trap` judges, with what stopped the kernel or a program: throws what is wrong, or returns what is beside a model,
 * no later than the run went.
 */
const judged = (made: Made, steps: number): Rerun | null => {
  const { playing } = made;
  const system = systemOf(made);
  const checker = checkerFor(system, 'every-trap');
  playing.begin();
  playing.advance(steps);
  const { halt, programErrors } = system.kernel.machine.execution;
  const error = halt ?? programErrors[0];
  if (error !== undefined) throw error;
  checkEnd({ system, checker });
  const again = system.rerun?.(steps) ?? null;
  return again !== null && again.event <= playing.event ? again : null;
};

const systemOf = ({ system }: Made): NonNullable<Made['system']> => {
  if (system === null) throw new TypeError('programs run on a kernel');
  return system;
};

export const wrongAt = (error: Error, { during, event, operations }: Whereabouts): Wrong => {
  const isLate = error.name === LATE;
  const caughtBy = isLate ? 'patience' : catcherOf(error);
  const says = isLate ? `it did not come to the end within ${PATIENCE_SECONDS} s` : sentenceOf(error);
  return { caughtBy, says, wentWrongIn: during, event, step: operations };
};

export const NOWHERE: Whereabouts = { operations: 0, event: 0, during: null };

/** What `work` returns, or throws: an error with the name LATE if it does not come back in time. */
const attempted = <Result>(work: () => Result): { readonly result: Result | null; readonly thrown: Error | null } => {
  const results: Result[] = [];
  try {
    limited(PATIENCE_SECONDS)(() => void results.push(work()));
    return { result: results[0] ?? null, thrown: null };
  } catch (error) {
    return { result: null, thrown: error as Error };
  }
};
