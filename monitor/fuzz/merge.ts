/** `ringfence fuzz --merge FILES`: what the shards of a search came to, as one report. */

import { isPath } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { Replayer, type Shortest } from '../../specs/specs.ts';
import { isChild } from '../limits/last-words.ts';
import { reportReady, supervise } from '../limits/supervisor.ts';
import { runLimited } from '../limits/watchdog.ts';
import { allParts, checkMergeOptions, type Settings } from '../workers/parts.ts';
import { type Chosen, chosenAllocator } from './allocator.ts';
import type { Campaign, Failure, Outcome } from './course.ts';
import { DEFAULT_FOLDER, save } from './kept-failures.ts';
import { brokenRule } from './limited-shortening.ts';
import type { Result, ResultFailure } from './part.ts';
import { report } from './report.ts';
import { patienceOf } from './search.ts';

const OPTIONS: readonly string[] = ['merge', 'json', 'junit', 'failures', 'patience'];

/** Prints the report that one search would have printed that did what all shards did; returns its exit code. Throws a UsageError. */
export const merge = async (words: readonly string[], values: Values, files: readonly string[]): Promise<number> => {
  checkMergeOptions(values, OPTIONS);
  const parts = allParts('fuzz', files, settingsOf);
  const { allocator } = parts[0].result;
  if (isPath(allocator) && !isChild()) return supervise(['fuzz', ...words]);
  const chosen = await chosenAllocator(allocator);
  reportReady();
  const patience = patienceOf(values);
  const results = parts.map(({ result }) => result);
  const campaign = campaignOf(chosen, results, patience);
  const outcome = outcomeOf(chosen, results, patience);
  const found = outcome.failure?.shortest;
  const path = found === undefined ? null : save(textOf(values, 'failures') ?? DEFAULT_FOLDER, chosen, found);
  return report(campaign, outcome, path, values);
};

/** What must be the same in all parts, with its name. */
const settingsOf = (result: Result): Settings => ({
  allocator: result.allocator,
  seed: result.seed,
  '--runs': result.asked.runs,
  '--seconds': result.asked.seconds,
  '--pages': result.pages,
});

const campaignOf = (chosen: Chosen, results: readonly Result[], patience: number): Campaign => {
  const [{ seed, pages, asked }] = results;
  const { runs, seconds } = asked;
  const limits = { runs: runs ?? Number.POSITIVE_INFINITY, seconds: seconds ?? Number.POSITIVE_INFINITY };
  const plan = { seed, pages, first: 0, stride: 1, ...limits, patience };
  return { chosen, plan, workers: sumOf(results, 'workers'), shard: null, saved: [] };
};

const outcomeOf = (chosen: Chosen, results: readonly Result[], patience: number): Outcome => {
  const [{ small, saved, survey }] = results;
  const failures = results.map(({ failure }) => failure).filter((failure) => failure !== null);
  const [first] = failures.toSorted((a, b) => placeOf(a) - placeOf(b));
  const counts = { operations: sumOf(results, 'operations'), runs: sumOf(results, 'runs') };
  const effort = { ...counts, small, saved, seconds: Math.max(...results.map(({ seconds }) => seconds)) };
  if (first === undefined) return { effort, failure: null, survey };
  return { effort, failure: failureOf(chosen, first, patience), survey: null };
};

/** Where in the order of a search something was found. */
const placeOf = ({ run }: ResultFailure): number => {
  if (run === 'before') return -1;
  return run === 'after' ? Number.MAX_SAFE_INTEGER : run;
};

const sumOf = (results: readonly Result[], name: 'operations' | 'runs' | 'workers'): number =>
  results.reduce((sum, result) => sum + result[name], 0);

/** What a shard found, broken once more if it can be: then the error knows where in the allocator's code it was thrown. */
const failureOf = ({ Allocator }: Chosen, failure: ResultFailure, patience: number): Failure => {
  const { rule, pages, holes, at, proof, explanation, foundBy, run } = failure;
  // JSON has no NaN, which is a nonsense that is asked for, and writes null.
  const sequence = failure.sequence.map((number) => number ?? Number.NaN);
  const scope = { pages, holes };
  let verdict: Shortest['verdict'] = { error: brokenRule(rule, failure), at };
  runLimited(patience, () => {
    const again = new Replayer(Allocator).verdict(scope, sequence);
    if (again?.error.message === verdict.error.message) verdict = again;
  });
  return { shortest: { scope, sequence, verdict, proof }, explanation, foundBy, run };
};
