#!/usr/bin/env node
/**
 * Mutation testing: makes each of many small mistakes in the named files, one at a time, and asks whether a spec notices
 * (docs/mutation.md). Ends with 0 if each mutant was killed or is explained, with 1 if not, with 2 if nothing could be judged.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { explanationOf, mistakesIn } from './equivalent.ts';
import { EQUIVALENTS } from './equivalents.ts';
import { Campaign } from './judgement.ts';
import { mutantsOf } from './mutant.ts';
import { jsonOf, showMutant, survivorsOf, textOf } from './report.ts';
import { Verdicts } from './verdict.ts';
import { type Task, Unfit } from './worker.ts';

/** Files of which every mutant is killed or explained. */
const HELD = [
  ...['mmu', 'walk', 'tlb', 'pte'].map((name) => `hardware/${name}.ts`),
  ...['kernel', 'vmiter', 'physpages'].map((name) => `kernel/weensyos/${name}.ts`),
];
const MEMORY = '.mutation/verdicts.jsonl';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workers: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    retry: { type: 'boolean', default: false },
  },
});

/** Prints what is known, and says whether all is well. */
const report = (campaign: Campaign, whole: boolean): boolean => {
  const judgements = campaign.judgements();
  const judged = judgements.map((one) => ({ ...one, survived: one.verdict.outcome === 'survived' }));
  const mistakes = whole ? mistakesIn(EQUIVALENTS, judged) : [];
  process.stdout.write(`${[textOf(judgements, EQUIVALENTS), ...mistakes].join('\n\n')}\n`);
  if (values.json !== undefined) writeFileSync(values.json, jsonOf(judgements, EQUIVALENTS));
  return mistakes.length === 0 && survivorsOf(judgements, EQUIVALENTS).unexplained.length === 0;
};

const isTriedAgain = ({ file, mutant }: Task): boolean =>
  values.retry && explanationOf(EQUIVALENTS, file, mutant) === undefined;

const run = async (tasks: readonly Task[], whole: boolean): Promise<void> => {
  const verdicts = new Verdicts(MEMORY);
  if (values.fresh) verdicts.forget();
  const campaign = new Campaign(tasks, verdicts);
  process.once('SIGINT', () => {
    campaign.end();
    process.exit(130);
  });
  try {
    await campaign.judge(Number(values.workers), isTriedAgain);
    process.exitCode = report(campaign, whole) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } finally {
    campaign.end();
  }
};

const files = positionals.length > 0 ? positionals : HELD;
/** The mutants of a file, or of the lines of it that `FILE:FIRST-LAST` names. */
const tasksOf = (named: string): Task[] => {
  const [, file, first, last] = /^(.*?)(?::(\d+)-(\d+))?$/.exec(named) ?? [];
  const inside = ({ line }: Task['mutant']): boolean =>
    first === undefined || (line >= Number(first) && line <= Number(last));
  return mutantsOf(readFileSync(file, 'utf8'))
    .filter(inside)
    .map((mutant) => ({ file, mutant }));
};
const tasks = files.flatMap(tasksOf);
if (values.list) process.stdout.write(`${tasks.map((task, i) => `${i + 1}  ${showMutant(task)}`).join('\n')}\n`);
else if (values.only === undefined) await run(tasks, !files.some((file) => file.includes(':')));
else await run(tasks.slice(Number(values.only) - 1, Number(values.only)), false);
