/** `ringfence fuzz`: tries an allocator of pages, shows the shortest sequence that breaks a rule, and saves it. */
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, textsOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { type AllocatorRun, type Survey, surveyOf } from '../../specs/specs.ts';
import { parseWords, writeOutput } from '../command-line/options.ts';
import { Interruption } from '../limits/interruption.ts';
import { reportReady } from '../limits/supervisor.ts';
import { tellOfMoment } from '../moments/given-moments.ts';
import { namedAnew, parseMoment } from '../moments/moved-files.ts';
import { refuseDumps } from '../moments/opened-dumps.ts';
import { open } from '../moments/opened-run.ts';
import { JUNIT_OPTION } from '../report/junit.ts';
import { parseShard, type Shard } from '../workers/shard.ts';
import { MOST_WORKERS } from '../workers/threads.ts';
import { chosenAllocator } from './allocator.ts';
import { compareAllocators } from './compare.ts';
import { type Campaign, conduct, NO_EFFORT, type Outcome, replay } from './course.ts';
import { DEFAULT_FOLDER, loadSaved, type SavedFile, save, savedFor } from './kept-failures.ts';
import { shownOf } from './limited-shortening.ts';
import { merge } from './merge.ts';
import { surveyChart } from './picture.ts';
import { playTrace, traceJson, traceLines } from './play-trace.ts';
import { printReport, report, writeCases } from './report.ts';
import { foundIn, type Plan, patienceOf } from './search.ts';

export const FUZZ_OPTIONS = {
  seconds: { type: 'string' },
  runs: { type: 'string' },
  seed: { type: 'string' },
  pages: { type: 'string' },
  workers: { type: 'string' },
  replay: { type: 'string' },
  moment: { type: 'string' },
  shard: { type: 'string' },
  from: { type: 'string' },
  merge: { type: 'boolean' },
  compare: { type: 'boolean' },
  sizes: { type: 'string' },
  plot: { type: 'string' },
  trace: { type: 'string', multiple: true },
  'bytes-per-page': { type: 'string' },
  failures: { type: 'string' },
  chart: { type: 'string' },
  json: { type: 'boolean' },
  ...JUNIT_OPTION,
  patience: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_SECONDS = 5;
const MOST_SECONDS = 7 * 24 * 3600;
const MOST_PAGES = 4096;

export const fuzz = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = withMoment(parseWords('fuzz', words, FUZZ_OPTIONS));
  if (values.compare === true) return compareAllocators(values, positionals);
  if (values.merge === true) return merge(words, values, positionals);
  if (positionals.length !== 1) {
    throw new UsageError('fuzz: it takes one allocator: ringfence fuzz buddy, or ringfence fuzz ./mine.ts');
  }
  const part = textOf(values, 'shard');
  const shard = part === undefined ? null : parseShard(part);
  const plan = planOf(values, shard);
  const workers = wholeOf(values, 'workers', 1, MOST_WORKERS) ?? availableParallelism();
  const folder = textOf(values, 'failures') ?? DEFAULT_FOLDER;
  const chosen = await chosenAllocator(positionals[0]);
  checkTogether(values);
  const [trace] = textsOf(values, 'trace');
  if (trace !== undefined) return playedTrace({ chosen, plan, workers, shard, saved: [] }, values, trace, folder);
  const file = textOf(values, 'replay');
  const leads = plan.first === 0 && (shard === null || shard.index === 1);
  const known = leads ? await savedFor(folder, chosen) : [];
  const alone = await sequenceAsked(values, chosen.given);
  const saved = alone === null ? known : [alone];
  reportReady();
  const interruption = new Interruption();
  if (values.moment !== undefined) tellOfMoment(await open([chosen.given], values));
  const campaign = { chosen, plan, workers, shard, saved, interruption };
  const outcome = alone === null ? await interruption.during(() => conduct(campaign)) : replayed(campaign);
  if (outcome === null) return passed(campaign, file ?? 'the run of this moment', values);
  const found = outcome.failure?.shortest;
  const path = found === undefined || alone !== null ? null : save(folder, chosen, found);
  const title = `${chosen.name} on ${outcome.survey?.pages} pages, each distribution of sizes in turn`;
  drawChart(textOf(values, 'chart'), title, outcome.survey);
  return report(campaign, outcome, path, values);
};

/** The one sequence that is asked for; null if a search is. Throws a UsageError. */
const sequenceAsked = async (values: Values, allocator: string): Promise<SavedFile | null> => {
  const [run, file] = [momentAsked(values, [allocator]), textOf(values, 'replay')];
  if (run !== null) return { path: 'the moment', scope: run.scope, sequence: run.sequence };
  return file === undefined ? null : loadSaved(file);
};

/** The words, with the allocator that the moment is of, if there is one and no other is named. */
const withMoment = ({ values, positionals }: ReturnType<typeof parseWords>): ReturnType<typeof parseWords> => {
  const run = momentAsked(values, positionals);
  return { values, positionals: run === null ? positionals : [run.allocator] };
};

/** The run of the moment that is asked for, on the allocator that `names` name anew if they do; null if none is. Throws a UsageError. */
const momentAsked = (values: Values, names: readonly string[] = []): AllocatorRun | null => {
  const text = textOf(values, 'moment');
  if (text === undefined) return null;
  const { run: asked } = parseMoment(text);
  const run = asked.what === 'allocator' ? namedAnew(asked, names, values) : asked;
  if (run.what === 'allocator') return run;
  if (run.what === 'dumps') return refuseDumps(run);
  throw new UsageError('--moment: it is of a kernel, and no allocator: ringfence check takes it');
};

/** Throws a UsageError for options that do not go together. */
const checkTogether = (values: Values): void => {
  if (values.shard !== undefined && (values.trace !== undefined || values.replay !== undefined)) {
    throw new UsageError('--shard: random runs are shared out, not --trace or --replay');
  }
  const other = ['shard', 'trace', 'replay'].find((name) => values.moment !== undefined && values[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--moment and --${other}: give one of them`);
  const instead = ['shard', 'trace', 'replay', 'moment'].find(
    (name) => values.from !== undefined && values[name] !== undefined,
  );
  if (instead !== undefined)
    throw new UsageError(`--from: it goes on with a search that was interrupted, and not with --${instead}`);
  const alone = ['sizes', 'plot'].find((name) => values[name] !== undefined);
  if (alone !== undefined) throw new UsageError(`--${alone}: it goes with --compare`);
  if (textsOf(values, 'trace').length > 1) throw new UsageError('--trace: several go with --compare');
};

/** The trace in place of everything else. */
const playedTrace = (campaign: Campaign, values: Values, file: string, folder: string): number => {
  const { chosen, plan } = campaign;
  const bytesPerPage = wholeOf(values, 'bytes-per-page', 1) ?? PAGE_SIZE;
  reportReady();
  const done = playTrace(chosen, file, { ...plan, bytesPerPage });
  const { broken, measures } = done.played;
  if (broken === null) {
    const survey = surveyOf(done.pages, done.operations, measures);
    drawChart(textOf(values, 'chart'), `${chosen.name} under ${basename(file)}, on ${done.pages} pages`, survey);
    writeCases(campaign, { effort: NO_EFFORT, failure: null, survey }, null, values);
    if (values.json === true) process.stdout.write(traceJson(chosen, done));
    else printReport(traceLines(chosen, done));
    return 0;
  }
  const shown = shownOf(chosen.Allocator, foundIn(-1, broken), plan.patience);
  const effort = { ...NO_EFFORT, operations: measures.operations };
  const outcome = { effort, failure: { ...shown, foundBy: `the trace ${file}`, run: 'before' as const }, survey: null };
  return report(campaign, outcome, save(folder, chosen, shown.shortest), values);
};

/** Draws how full memory was and how broken, to `file` if one is given and the allocator survived. */
const drawChart = (file: string | undefined, title: string, survey: Survey | null): void => {
  if (file !== undefined && survey !== null) writeOutput('chart', file, surveyChart(title, survey));
};

const planOf = (values: Values, shard: Shard | null): Plan => {
  const runs = wholeOf(values, 'runs', 1);
  const seconds = wholeOf(values, 'seconds', 1, MOST_SECONDS);
  return {
    seed: wholeOf(values, 'seed', 0, 2 ** 31 - 1) ?? 1,
    pages: wholeOf(values, 'pages', 1, MOST_PAGES) ?? null,
    first: shard === null ? (wholeOf(values, 'from', 0) ?? 0) : shard.index - 1,
    stride: shard === null ? 1 : shard.count,
    runs: runs ?? Number.POSITIVE_INFINITY,
    seconds: seconds ?? (runs === undefined ? DEFAULT_SECONDS : Number.POSITIVE_INFINITY),
    patience: patienceOf(values),
  };
};

/** What the one saved sequence comes to; null if it breaks nothing. */
const replayed = ({ chosen, plan, saved: [file] }: Campaign): Outcome | null => {
  const found = replay(chosen, file, plan.patience);
  if (found === null) return null;
  const shown = shownOf(chosen.Allocator, found, plan.patience);
  return { effort: NO_EFFORT, failure: { ...shown, foundBy: file.path, run: 'before' as const }, survey: null };
};

const passed = (campaign: Campaign, file: string | undefined, values: Values): number => {
  const outcome = { effort: { ...NO_EFFORT, saved: 1 }, failure: null, survey: null };
  if (values.json === true) return report(campaign, outcome, null, values);
  writeCases(campaign, outcome, null, values);
  printReport([`${campaign.chosen.name} breaks no rule in ${file}.`]);
  return 0;
};
