/** `ringfence check`: random programs on a kernel, or with a library, judged after every operation; what goes wrong is shown in its shortest form. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { errorLines, originOf } from '../../specs/specs.ts';
import { parseWords } from '../command-line/options.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { INTERRUPTED, Interruption } from '../limits/interruption.ts';
import { limited } from '../limits/watchdog.ts';
import { tellChanges } from '../moments/given-moments.ts';
import { namedAnew, parseMoment } from '../moments/moved-files.ts';
import { refuseDumps } from '../moments/opened-dumps.ts';
import { JUNIT_OPTION, writeJunit } from '../report/junit.ts';
import { tracedLines } from '../report/traced.ts';
import { MOST_WORKERS } from '../workers/threads.ts';
import { casesOf } from './cases.ts';
import { type Course, conduct, type Outcome } from './course.ts';
import { Evidence } from './evidence/evidence.ts';
import { keptFor } from './kept-failures.ts';
import { type Merged, mergedOutcome, mergedParts } from './merge.ts';
import { type Asked, askedOf, checkTogether, planOf } from './plan.ts';
import { isProgram, replayFile, replayPlace, replayScenario } from './replay.ts';
import {
  failureLines,
  folderOf,
  goOnCommand,
  interruptedLines,
  momentFound,
  save,
  soundLines,
  type Told,
  tell,
  tracedFailure,
  whoseOf,
} from './report.ts';
import { type Result, resultOf, resultOfBoot } from './result.ts';
import type { Tried } from './search.ts';
import { ownFile, trialAsked, trialWords, type Unready } from './trial-asked.ts';

export const CHECK_OPTIONS = {
  kernel: { type: 'string' },
  lab: { type: 'string' },
  library: { type: 'string' },
  operations: { type: 'string' },
  seconds: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string' },
  contract: { type: 'string' },
  order: { type: 'string' },
  workers: { type: 'string' },
  shard: { type: 'string' },
  from: { type: 'string' },
  merge: { type: 'boolean' },
  replay: { type: 'string' },
  moment: { type: 'string' },
  path: { type: 'string' },
  save: { type: 'string' },
  failures: { type: 'string' },
  json: { type: 'boolean' },
  ...JUNIT_OPTION,
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
  const given = textOf(values, 'moment');
  return given === undefined ? checked(values, askedOf(values), null) : checkedMoment(given, values);
};

/** Judges the run that a moment is of: a scenario as it was tried, programs to where the moment is. Throws a UsageError. */
const checkedMoment = async (text: string, values: Values): Promise<number> => {
  const moment = parseMoment(text);
  const run = namedAnew(moment.run, [], values);
  if (run.what === 'allocator') throw new UsageError('--moment: it is of an allocator: ringfence fuzz takes it');
  if (run.what === 'dumps') return refuseDumps(run);
  if (run.what === 'programs') {
    const kernel = values.kernel === undefined ? [] : ['--kernel', String(values.kernel)];
    const json = values.json === true ? ['--json'] : [];
    return (await import('../run/run.ts')).run(['--moment', text, '--check', 'every-trap', ...kernel, ...json]);
  }
  const { kernel, library, options } = run;
  const named = { ...values, ...options, kernel, library, replay: run.programs?.[0] };
  const code = await checked(named, askedOf(named), null, run.scenario);
  tellChanges(moment, run);
  return code;
};

/** Checks, or puts together what shards found; prints what came of it, and returns the exit code. Throws a UsageError. */
const checked = async (
  values: Values,
  asked: Asked,
  merged: Merged | null,
  scenario: unknown = null,
): Promise<number> => {
  const begun = performance.now();
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const around = limited(patience);
  const program = textOf(values, 'replay');
  const wanted = { ...trialWords(values), ...(program !== undefined && isProgram(program) && { program }) };
  const own = ownFile(wanted);
  const evidence = merged === null && own !== null ? new Evidence(own) : null;
  const chosen = await trialAsked(wanted, around);
  if ('error' in chosen) return unbooted(values, asked, chosen);
  const tried = { trial: chosen.trial, around };
  const plan = planOf(asked, chosen.operations);
  const leads = asked.from === 0 && (asked.shard === null || asked.shard.index === 1);
  const outcome =
    merged === null
      ? await outcomeOf(tried, values, {
          plan,
          leads,
          kernel: { asked: wanted, patience, counts: evidence !== null },
          scenario,
        })
      : mergedOutcome(tried, plan, merged.results);
  for (const ran of outcome.ran) evidence?.add(ran);
  const exercised = evidence?.neverRun(chosen.Kernel) ?? null;
  const seconds = (performance.now() - begun) / 1000;
  const origin = tracedFailure(chosen.trial, values, outcome.found);
  const moment = momentFound(chosen.trial, values, outcome.found);
  return report({ trial: chosen.trial, values, seed: asked.seed, exercised, seconds, origin, moment }, asked, outcome);
};

/** What is found, by whichever way is asked for. */
const outcomeOf = async (
  tried: Tried,
  values: Values,
  { plan, kernel, leads, scenario }: Pick<Course, 'plan' | 'kernel' | 'leads'> & { readonly scenario: unknown },
): Promise<Outcome> => {
  if (scenario !== null) return replayScenario(tried, tried.trial.decode(scenario), 'the moment');
  const [file, place] = [textOf(values, 'replay'), textOf(values, 'path')];
  if (file !== undefined) return replayFile(tried, file);
  if (place !== undefined) return replayPlace(tried, plan, place);
  const whose = whoseOf(values);
  const kept = whose === null || !leads ? [] : keptFor(folderOf(values), whose, tried.trial);
  const workers = wholeOf(values, 'workers', 1, MOST_WORKERS) ?? null;
  const progress = new ProgressLine();
  const interruption = new Interruption();
  const course = { ...tried, plan, workers, kernel, leads, kept, interruption };
  const work = (): Promise<Outcome> => conduct(course, (line) => progress.tell(line));
  return interruption.during(work).finally(() => progress.done());
};

/** Says that the kernel went wrong before anything could be tried on it. */
const unbooted = (values: Values, asked: Asked, unready: Unready): number => {
  const { error } = unready;
  const lines = [...errorLines(error), ...originOfBoot(unready)];
  writeJunit(values, { ...suiteOf(values), seconds: 0, cases: casesOf([], error, lines) });
  return values.json === true ? write(resultOfBoot(values, asked, error), 1) : tell(lines, 1);
};

const suiteOf = ({ kernel }: Values) => ({ command: 'check', subject: String(kernel ?? 'WeensyOS') });

/** Writes `result`, and returns `code`. */
const write = (result: Result, code: number): number => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return code;
};

/** Saves what was asked for, prints what is to be said, and returns the exit code. */
const report = (told: Told, asked: Asked, outcome: Outcome): number => {
  const { values } = told;
  const { found } = outcome;
  const file = textOf(values, 'save');
  if (found !== null && file !== undefined) save(file, told, found.failure);
  const goOn = found === null ? goOnCommand(told, outcome) : null;
  const lines = found === null ? passedLines(told, outcome, goOn) : failureLines(told, found);
  const code = found !== null ? 1 : goOn !== null ? INTERRUPTED : 0;
  const cases = casesOf(told.trial.judged, found?.failure.error ?? null, lines, goOn !== null);
  writeJunit(values, { ...suiteOf(values), seconds: told.seconds, cases });
  return values.json === true ? write(resultOf(told, asked, outcome, goOn), code) : tell(lines, code);
};

/** Where what stopped the boot came from. */
const originOfBoot = ({ again }: Unready): string[] =>
  again === null
    ? []
    : tracedLines(
        () => originOf(again),
        () => null,
      );

const passedLines = (told: Told, { tally }: Outcome, goOn: string | null): string[] => {
  if (goOn !== null) return interruptedLines(tally, goOn);
  const replayed = textOf(told.values, 'replay');
  const moment = told.values.moment === undefined ? undefined : 'the run of this moment';
  if (replayed !== undefined || moment !== undefined)
    return [
      `The ${told.values.library === undefined ? 'kernel' : 'library'} does nothing wrong in ${replayed ?? moment}.`,
    ];
  return soundLines(told, tally);
};
