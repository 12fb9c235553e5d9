/** `ringfence check --merge FILES`: what the shards of a check came to, as one report. */

import { isPath } from '../../presentation/boot/usage-error.ts';
import type { Values } from '../../presentation/boot/values.ts';
import { addDenials, type DenialTally } from '../../specs/specs.ts';
import { isChild } from '../limits/last-words.ts';
import { supervise } from '../limits/supervisor.ts';
import { allParts, checkMergeOptions, type Settings } from '../workers/parts.ts';
import { adviseAgain, failureAgain, type Outcome } from './course.ts';
import type { Asked } from './plan.ts';
import type { Result, ResultFailure } from './result.ts';
import type { Plan, Tried } from './search.ts';

const OPTIONS: readonly string[] = ['merge', 'json', 'junit', 'save', 'failures', 'patience'];

/** What all shards were asked for. */
export interface Merged {
  readonly results: readonly Result[];
  readonly asked: Asked;
  /** The options that the whole check would have been given. */
  readonly values: Values;
}

/** What the parts in `files` say; or the exit code of a process with limits that did all that is to be done. Throws a UsageError. */
export const mergedParts = async (
  words: readonly string[],
  values: Values,
  files: readonly string[],
): Promise<Merged | number> => {
  checkMergeOptions(values, OPTIONS);
  const results = allParts('check', files, settingsOf).map(({ result }) => result);
  const [{ kernel, library = null, seed, asked }] = results;
  if ([kernel, library].some((file) => file !== null && isPath(file)) && !isChild())
    return supervise(['check', ...words]);
  const { operations, seconds, order, only, contract } = asked;
  const given = Object.entries({ kernel, library, order, only, contract }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]],
  );
  return {
    results,
    asked: { seed, operations, seconds, shard: null, from: 0 },
    values: { ...values, ...Object.fromEntries(given) },
  };
};

/** What must be the same in all parts, with its name. */
const settingsOf = ({ kernel, library = null, seed, asked }: Result): Settings => ({
  kernel,
  library,
  seed,
  '--operations': asked.operations,
  '--seconds': asked.seconds,
  '--order': asked.order,
  '--only': asked.only,
  '--contract': asked.contract,
});

/** What the whole check came to: what went wrong first, as if one had tried it all. */
export const mergedOutcome = (tried: Tried, plan: Plan, results: readonly Result[]): Outcome => {
  const tally = {
    operations: sumOf(results, 'operations'),
    scenarios: sumOf(results, 'scenarios'),
    goals: new Set(results.flatMap(({ goals }) => goals)),
    denials: sumOfDenials(results),
    advisedIn: firstOf(results.flatMap(({ advisedIn }) => advisedIn ?? [])),
  };
  adviseAgain(tried, plan, tally);
  const failures = results.flatMap(({ failure }) => failure ?? []);
  const [first] = failures.toSorted((a, b) => placeOf(a) - placeOf(b));
  if (first === undefined) return { tally, ran: [], found: null };
  const by = first.round === 'before' ? 'first' : first.round;
  return { tally, ran: [], found: { failure: failureAgain(tried, first), by } };
};

const sumOfDenials = (results: readonly Result[]): Map<string, DenialTally> => {
  const sum = new Map<string, DenialTally>();
  for (const { denials } of results) addDenials(sum, denials);
  return sum;
};

/** Where in the order of a check something was found. */
const placeOf = ({ round }: ResultFailure): number => (round === 'before' ? -1 : round);

const firstOf = (rounds: readonly number[]): number | null => (rounds.length === 0 ? null : Math.min(...rounds));

const sumOf = (results: readonly Result[], name: 'operations' | 'scenarios'): number =>
  results.reduce((sum, result) => sum + result[name], 0);
