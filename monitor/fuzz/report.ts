/** What `ringfence fuzz` prints, as text or JSON. */

import type { Values } from '../../presentation/boot/values.ts';
import { AllocatorPlaying, comesBack, failureLines, lengthOf, programLines, RULES } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { version } from '../command-line/package.ts';
import { quoted } from '../command-line/shell.ts';
import { printLines } from '../command-line/width.ts';
import { INTERRUPTED } from '../limits/interruption.ts';
import { momentAfter } from '../moments/failing.ts';
import { momentLine } from '../moments/given-moments.ts';
import { type Case, PASSED, writeJunit } from '../report/junit.ts';
import { shardText } from '../workers/shard.ts';
import type { Chosen } from './allocator.ts';
import type { Campaign, Failure, Outcome } from './course.ts';
import { FUZZ, type Result, type ResultFailure } from './part.ts';
import { placeOfFailure } from './source-place.ts';
import { survivorLines } from './survivor.ts';

/** Prints the lines of a report. */
export const printReport = (lines: readonly string[]): void => printLines(lines.map((line) => `   ${line}`.trimEnd()));

/** Prints the report, or the JSON that is asked for, and writes the cases; returns the exit code. */
export const report = (campaign: Campaign, outcome: Outcome, path: string | null, values: Values): number => {
  const goOn = goOnCommand(campaign, outcome, values);
  writeCases(campaign, outcome, path, values);
  if (values.json === true) process.stdout.write(reportJson(campaign, outcome, path, goOn));
  else printReport([...reportLines(campaign, outcome, path), ...(goOn === null ? [] : ['', `To go on: ${goOn}`])]);
  if (outcome.failure !== null) return 1;
  return goOn === null ? 0 : INTERRUPTED;
};

/** Writes the JUnit file that is asked for, if one is: a case for each rule. */
export const writeCases = (campaign: Campaign, outcome: Outcome, path: string | null, values: Values): void => {
  const broken = outcome.failure?.shortest.verdict.error;
  const cases = RULES.map((rule): Case => {
    if (broken === undefined)
      return { name: rule.name, verdict: outcome.interruptedAt === undefined ? PASSED : NOT_DONE };
    if (rule.name !== broken.rule.name) return { name: rule.name, verdict: NOT_REACHED };
    const text = reportLines(campaign, outcome, path).join('\n');
    return { name: rule.name, verdict: { kind: 'failure', message: broken.message, text } };
  });
  const { given } = campaign.chosen;
  writeJunit(values, { command: 'fuzz', subject: given, seconds: outcome.effort.seconds, cases });
};

const NOT_DONE = { kind: 'skipped', message: 'the search was interrupted' } as const;
const NOT_REACHED = { kind: 'skipped', message: 'the search ended with the first rule that was broken' } as const;

/** The report; `path` is where the failure, if there is one, was saved. */
const reportLines = (campaign: Campaign, outcome: Outcome, path: string | null): readonly string[] => {
  const { chosen } = campaign;
  const { failure, effort } = outcome;
  if (failure === null) return survivorLines(campaign, outcome);
  const operations = effort.operations > 0 ? `, after ${inThousands(effort.operations)} operations` : '';
  return [
    ...failureLines(chosen.Allocator, failure.shortest, {
      ...failure,
      place: placeOfFailure(chosen.Allocator, failure.shortest),
    }),
    '',
    `Found by ${failure.foundBy}${operations}.`,
    ...(path === null ? [] : savedLines(chosen, path, failure.foundBy.endsWith(path))),
    ...[momentIn(chosen, failure)].flatMap((moment) => (moment === null ? [] : [momentLine(moment)])),
  ];
};

/** The moment at which the rule was broken, as text, or before the call that does not come back; null if it does not come that far. */
const momentIn = ({ given, Allocator }: Chosen, { shortest: { scope, sequence, verdict } }: Failure): string | null =>
  momentAfter(
    { what: 'allocator', allocator: given, scope, sequence },
    () => new AllocatorPlaying(Allocator, scope, sequence),
    verdict.error.rule === comesBack ? Math.max(0, verdict.at - 1) : verdict.at,
  );

const savedLines = ({ given }: Chosen, path: string, known: boolean): readonly string[] => [
  ...(known ? [] : [`Saved in ${path}: it is done first from now on.`]),
  `To see it again: ringfence fuzz ${given} --replay ${path}`,
];

/** The same as one JSON object. */
const reportJson = (campaign: Campaign, outcome: Outcome, path: string | null, goOn: string | null): string =>
  `${JSON.stringify({ ...resultOf(campaign, outcome, path), goOn })}\n`;

/** The command that goes on with a search that was interrupted; null if it was not. A shard is done again: its result is all of its part. */
const goOnCommand = ({ chosen, plan }: Campaign, { interruptedAt }: Outcome, values: Values): string | null => {
  if (interruptedAt === undefined) return null;
  const from = values.shard === undefined ? ['--from', String(interruptedAt)] : [];
  const options = GONE_ON_WITH.flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}`, String(values[name])],
  );
  return ['ringfence', 'fuzz', chosen.given, ...options, '--seed', String(plan.seed), ...from].map(quoted).join(' ');
};

const GONE_ON_WITH: readonly string[] = ['seconds', 'runs', 'pages', 'workers', 'shard', 'failures', 'patience'];

const resultOf = ({ chosen, plan, workers, shard }: Campaign, outcome: Outcome, path: string | null): Result => {
  const { failure, effort, survey } = outcome;
  const { small, ...counts } = effort;
  return {
    schema: FUZZ.id,
    ringfence: version(),
    allocator: chosen.given,
    outcome: failure !== null ? 'broken' : outcome.interruptedAt === undefined ? 'survived' : 'interrupted',
    seed: plan.seed,
    pages: plan.pages,
    asked: { runs: finite(plan.runs), seconds: finite(plan.seconds) },
    shard: shard === null ? null : shardText(shard),
    workers,
    ...counts,
    small: small === null ? null : { pages: small.pages, length: small.length, tried: small.tried },
    failure: failure === null ? null : failureFields(chosen, failure, path),
    survey,
    goOn: null,
  };
};

const finite = (limit: number): number | null => (Number.isFinite(limit) ? limit : null);

const failureFields = (chosen: Chosen, failure: Failure, path: string | null): ResultFailure => {
  const { shortest, explanation, foundBy, run } = failure;
  const { scope, sequence, verdict, proof } = shortest;
  const { rule, expected, found, page } = verdict.error;
  return {
    ...{ rule: rule.name, sentence: rule.sentence, expected, found, page },
    ...{ pages: scope.pages, holes: scope.holes, operations: lengthOf(sequence), at: verdict.at, sequence },
    program: programLines(shortest).join('\n'),
    ...{ proof, explanation },
    ...{ run, foundBy, saved: path, moment: momentIn(chosen, failure) },
  };
};
