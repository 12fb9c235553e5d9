/** `ringfence fuzz --merge FILES`: what the shards of a search came to, as one report. */
import { Replayer, type Shortest } from '../../specs/specs.ts';
import { textOf, type Values } from '../command-line/options.ts';
import { version } from '../command-line/package.ts';
import { isPath, UsageError } from '../command-line/usage-error.ts';
import { isChild } from '../limits/last-words.ts';
import { reportReady, supervise } from '../limits/supervisor.ts';
import { runLimited } from '../limits/watchdog.ts';
import { type Chosen, chosenAllocator } from './chosen.ts';
import type { Campaign, Failure, Outcome } from './course.ts';
import { DEFAULT_FOLDER, save } from './kept-failures.ts';
import { brokenRule } from './limited-shortening.ts';
import { type Part, type Result, type ResultFailure, readParts } from './part.ts';
import { reportJson, reportText } from './report.ts';
import { patienceOf } from './search.ts';

const OPTIONS: readonly string[] = ['merge', 'json', 'failures', 'patience'];

/** Prints the report that one search would have printed that did what all shards did; returns its exit code. Throws a UsageError. */
export const merge = async (words: readonly string[], values: Values, files: readonly string[]): Promise<number> => {
  const parts = partsOf(values, files);
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
  const report = values.json === true ? reportJson : reportText;
  process.stdout.write(report(campaign, outcome, path));
  return found === undefined ? 0 : 1;
};

/** All parts of one search, in order. */
const partsOf = (values: Values, files: readonly string[]): readonly Part[] => {
  const strange = Object.keys(values).find((name) => !OPTIONS.includes(name));
  if (strange !== undefined) {
    throw new UsageError(`--merge: the parts say what was done; --${strange} does not go with it`);
  }
  if (files.length === 0)
    throw new UsageError('--merge: it takes the results of all shards: ringfence fuzz --merge part-*.json');
  const parts = readParts(files).toSorted((a, b) => a.index - b.index);
  checkSettings(parts);
  checkComplete(parts);
  return parts;
};

/** What must be the same in all parts, with its name. */
const settingsOf = ({ result, count }: Part): Readonly<Record<string, string | number | null>> => ({
  'version of ringfence': result.ringfence,
  allocator: result.allocator,
  'number of shards': count,
  seed: result.seed,
  '--runs': result.asked.runs,
  '--seconds': result.asked.seconds,
  '--pages': result.pages,
});

const checkSettings = (parts: readonly Part[]): void => {
  const [first] = parts;
  if (first.result.ringfence !== version()) {
    throw new UsageError(`${first.file} was made by ringfence ${first.result.ringfence}, and this is ${version()}`);
  }
  const expected = Object.entries(settingsOf(first));
  for (const part of parts) {
    const found = settingsOf(part);
    const [name, value] = expected.find(([some, one]) => found[some] !== one) ?? [];
    if (name === undefined) continue;
    const both = `the ${name} is ${value ?? 'not given'} in ${first.file}, and ${found[name] ?? 'not given'} in ${part.file}`;
    throw new UsageError(`${both}: only the shards of one search can be merged`);
  }
};

const checkComplete = (parts: readonly Part[]): void => {
  const [{ count }] = parts;
  const twice = parts.find(({ index }, i) => index === parts[i - 1]?.index);
  if (twice !== undefined) {
    const others = parts.filter(({ index }) => index === twice.index).map(({ file }) => file);
    throw new UsageError(`shard ${twice.index}/${count} is there more than once: ${others.join(', ')}`);
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter(
    (index) => !parts.some((part) => part.index === index),
  );
  if (missing.length > 0) {
    throw new UsageError(
      `of ${count} shards there ${missing.length === 1 ? 'is one' : `are ${missing.length}`} missing: ${missing.join(', ')}`,
    );
  }
};

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
