/** `ringfence check`: random programs on a kernel, judged after every operation; what goes wrong is shown in its shortest form. */
import { errorLines, originOf } from '../../specs/specs.ts';
import { parseWords, textOf, type Values, wholeOf } from '../command-line/options.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { limited } from '../limits/watchdog.ts';
import { tracedLines } from '../report/traced.ts';
import { MOST_WORKERS } from '../workers/threads.ts';
import { type Course, conduct, type Outcome } from './course.ts';
import { Evidence } from './evidence/evidence.ts';
import { keptFor } from './kept-failures.ts';
import { type Merged, mergedOutcome, mergedParts } from './merge.ts';
import { type Asked, askedOf, checkTogether, planOf } from './plan.ts';
import { isProgram, replayFile, replayPlace } from './replay.ts';
import { failureLines, folderOf, save, soundLines, type Told, tell, tracedFailure, whoseOf } from './report.ts';
import { resultOf } from './result.ts';
import type { Tried } from './search.ts';
import { isOwn, trialAsked, trialWords, type Unready } from './trial-asked.ts';

const CHECK_OPTIONS = {
  kernel: { type: 'string' },
  operations: { type: 'string' },
  seconds: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string' },
  contract: { type: 'string' },
  order: { type: 'string' },
  workers: { type: 'string' },
  shard: { type: 'string' },
  merge: { type: 'boolean' },
  replay: { type: 'string' },
  path: { type: 'string' },
  save: { type: 'string' },
  failures: { type: 'string' },
  json: { type: 'boolean' },
  patience: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_PATIENCE_SECONDS = 10;

export const check = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('check', words, CHECK_OPTIONS);
  checkTogether(values);
  if (values.merge === true) {
    const merged = await mergedParts(words, values, positionals);
    return typeof merged === 'number' ? merged : checked(merged.values, merged.asked, merged);
  }
  if (positionals.length > 0) {
    throw new UsageError(`check: it makes its own programs, and takes none such as ${positionals.join(' ')}`);
  }
  return checked(values, askedOf(values), null);
};

/** Checks, or puts together what shards found; prints what came of it, and returns the exit code. Throws a UsageError. */
const checked = async (values: Values, asked: Asked, merged: Merged | null): Promise<number> => {
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const around = limited(patience);
  const program = textOf(values, 'replay');
  const wanted = { ...trialWords(values), ...(program !== undefined && isProgram(program) && { program }) };
  const evidence = merged === null && isOwn(wanted.kernel) ? new Evidence(wanted.kernel) : null;
  const chosen = await trialAsked(wanted, around);
  if ('error' in chosen) return tell(unreadyLines(chosen), 1);
  const tried = { trial: chosen.trial, around };
  const plan = planOf(asked, chosen.operations);
  const leads = asked.shard === null || asked.shard.index === 1;
  const outcome =
    merged === null
      ? await outcomeOf(tried, values, { plan, leads, kernel: { asked: wanted, patience, counts: evidence !== null } })
      : mergedOutcome(tried, plan, merged.results);
  for (const ran of outcome.ran) evidence?.add(ran);
  const exercised = evidence?.neverRun(chosen.Kernel) ?? null;
  const origin = tracedFailure(chosen.trial, values, outcome.found);
  return report({ trial: chosen.trial, values, seed: asked.seed, exercised, origin }, asked, outcome);
};

/** What is found, by whichever way is asked for. */
const outcomeOf = async (
  tried: Tried,
  values: Values,
  { plan, kernel, leads }: Pick<Course, 'plan' | 'kernel' | 'leads'>,
): Promise<Outcome> => {
  const [file, place] = [textOf(values, 'replay'), textOf(values, 'path')];
  if (file !== undefined) return replayFile(tried, file);
  if (place !== undefined) return replayPlace(tried, plan, place);
  const whose = whoseOf(values);
  const kept = whose === null || !leads ? [] : keptFor(folderOf(values), whose, tried.trial);
  const workers = wholeOf(values, 'workers', 1, MOST_WORKERS) ?? null;
  const progress = new ProgressLine();
  const course = { ...tried, plan, workers, kernel, leads, kept };
  return conduct(course, (line) => progress.tell(line)).finally(() => progress.done());
};

/** Saves what was asked for, prints what is to be said, and returns the exit code. */
const report = (told: Told, asked: Asked, outcome: Outcome): number => {
  const { values } = told;
  const { found } = outcome;
  const file = textOf(values, 'save');
  if (found !== null && file !== undefined) save(file, told, found.failure);
  const lines = found === null ? passedLines(told, outcome) : failureLines(told, found);
  const code = found === null ? 0 : 1;
  if (values.json !== true) return tell(lines, code);
  process.stdout.write(`${JSON.stringify(resultOf(told, asked, outcome))}\n`);
  return code;
};

const unreadyLines = ({ error, again }: Unready): string[] => {
  const origin =
    again === null
      ? []
      : tracedLines(
          () => originOf(again),
          () => null,
        );
  return [...errorLines(error), ...origin];
};

const passedLines = (told: Told, { tally }: Outcome): string[] => {
  const replayed = textOf(told.values, 'replay');
  if (replayed !== undefined) return [`The kernel does nothing wrong in ${replayed}.`];
  return soundLines(told, tally);
};
