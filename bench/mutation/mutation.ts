#!/usr/bin/env node
/**
 * Mutation testing: makes each of many small mistakes, one at a time, and asks whether a spec notices (docs/mutation.md). Ends with 0 if each
 * mutant was killed or is explained, with 1 if not, with 2 if nothing could be judged or the words make no sense.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Choice, readWords, WordsError } from './choice.ts';
import { explanationOf, mistakesIn } from './equivalent.ts';
import { EQUIVALENTS } from './equivalents.ts';
import { Campaign } from './judgement.ts';
import { Reach } from './reach.ts';
import { jsonOf, scoreOf, showMutant, survivorsOf, textOf } from './report.ts';
import { withScore } from './rooms-table.ts';
import { Verdicts } from './verdict.ts';
import { type Task, Unfit } from './worker.ts';

const MEMORY = '.mutation/verdicts.jsonl';
const REACH = '.mutation/reach';
const DOCUMENT = 'docs/mutation.md';

/** Prints what is known, and says whether all is well. */
const report = (campaign: Campaign, { options, isWhole, room }: Choice): boolean => {
  const judgements = campaign.judgements();
  const judged = judgements.map((one) => ({ ...one, survived: one.verdict.outcome === 'survived' }));
  const mistakes = isWhole ? mistakesIn(EQUIVALENTS, judged) : [];
  process.stdout.write(`${[textOf(judgements, EQUIVALENTS), ...mistakes].join('\n\n')}\n`);
  if (options.json !== undefined) writeFileSync(options.json, jsonOf(judgements, EQUIVALENTS));
  if (options.write) {
    const score = scoreOf(`${room}, seed ${options.seed}`, judgements, EQUIVALENTS);
    writeFileSync(DOCUMENT, withScore(readFileSync(DOCUMENT, 'utf8'), score));
  }
  return mistakes.length === 0 && survivorsOf(judgements, EQUIVALENTS).unexplained.length === 0;
};

const run = async (choice: Choice): Promise<void> => {
  const { options, tasks } = choice;
  const isTriedAgain = ({ file, mutant }: Task): boolean =>
    options.retry && explanationOf(EQUIVALENTS, file, mutant) === undefined;
  const verdicts = new Verdicts(MEMORY);
  if (options.fresh) verdicts.forget();
  const reach = new Reach(process.cwd(), REACH);
  if (options.retry) reach.forgetUnfit();
  const campaign = new Campaign(tasks, verdicts, reach, options.budget);
  process.once('SIGINT', () => {
    campaign.end();
    process.exit(130);
  });
  try {
    await campaign.judge(options.workers, isTriedAgain);
    process.exitCode = report(campaign, choice) ? 0 : 1;
  } finally {
    campaign.end();
  }
};

try {
  const choice = readWords(process.argv.slice(2));
  const { tasks } = choice;
  if (choice.options.list)
    process.stdout.write(`${tasks.map((task, i) => `${i + 1}  ${showMutant(task)}`).join('\n')}\n`);
  else await run(choice);
} catch (error) {
  if (!(error instanceof Unfit) && !(error instanceof WordsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
