/** `ringfence check --replay FILE` and `--path`: one thing that went wrong before, once more, and nothing else. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { campaign, type Failure, tryRound } from '../../specs/specs.ts';
import type { Outcome } from './course.ts';
import { keptIn } from './kept-failures.ts';
import { parsePlace } from './plan.ts';
import type { Tally } from './rounds-in-order.ts';
import type { Plan, Tried } from './search.ts';

const NOTHING: Tally = { operations: 0, scenarios: 0, goals: new Set(), denials: new Map(), advisedIn: null };

/** Whether the file that is to be replayed is a program, and not a scenario. */
export const isProgram = (file: string): boolean => /\.[cm]?[jt]s$/.test(file);

/** What the scenario in `file` comes to now; or the program there, which is what `trial` tries first. Throws a UsageError. */
export const replayFile = ({ trial, around }: Tried, file: string): Outcome => {
  const scenario = isProgram(file) ? trial.first[0] : keptIn(file, trial).scenario;
  return replayScenario({ trial, around }, scenario, file);
};

/** The same of a scenario that was kept in `file`, or wherever. */
export const replayScenario = ({ trial, around }: Tried, scenario: unknown, file: string): Outcome => {
  const { failure } = campaign<unknown>(trial, { seed: 0, runs: 0, saved: [scenario], shortens: false, around });
  return { tally: NOTHING, ran: [], found: failure && { failure, by: { file } } };
};

/** What went wrong at `place` of a search. Throws a UsageError if nothing does. */
export const replayPlace = ({ trial, around }: Tried, plan: Plan, place: string): Outcome => {
  const { round, path } = parsePlace(place);
  // What was found by failing allocations has no path: it comes first.
  const rounds = path === '' ? plan : { ...plan, operations: Number.POSITIVE_INFINITY };
  const options = { around, ...(path !== '' && { path }) };
  const failure = followed(place, () => tryRound(trial, rounds, round, options).failure);
  if (failure === null) throw new UsageError(`--path ${place}: nothing goes wrong there any more`);
  return { tally: NOTHING, ran: [], found: { failure, by: round } };
};

/** What `search` finds. Throws a UsageError if it cannot follow its path, which belongs to another seed or another kernel. */
const followed = (place: string, search: () => Failure<unknown> | null): Failure<unknown> | null => {
  try {
    return search();
  } catch (error) {
    if (!/^Unable to replay/.test((error as Error).message)) throw error;
    throw new UsageError(`--path ${place}: it does not fit this kernel and seed; give the --seed of the same report`);
  }
};
