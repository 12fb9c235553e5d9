/** A check that is shared out: threads and shards find what one alone finds, whatever their number. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { conduct } from '../../monitor/check/course.ts';
import { type RoundResult, search } from '../../monitor/check/search.ts';
import { trialAsked } from '../../monitor/check/trial-asked.ts';
import { HELP } from '../../monitor/help-texts.ts';
import { type ChosenTrial, seedOfRound, type Trial, trialOf } from '../specs.ts';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const kernel = (methods: string): string =>
  `import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel { ${methods} }\n`;
const FOLDER = folderWith({
  // Loses a page where one is asked for next to the stack, which the first programs of this seed do not.
  'late.ts': kernel(`pageAlloc(process, address) {
    const result = super.pageAlloc(process, address);
    if (address === 0x2fe000 && result === 0) this.kalloc();
    return result;
  }`),
  'sound.ts': kernel(''),
  'forgets.ts': kernel('share() {}'),
});

/** What becomes of a kernel that goes wrong in the second of its short rounds, with so many threads. */
const withThreads = async (workers: number, file = 'late.ts') => {
  const asked = { kernel: join(FOLDER, file) };
  const around = (code: () => void): void => code();
  const { trial } = (await trialAsked(asked, around)) as ChosenTrial;
  const plan = { seed: 5, operations: 300, length: 100, first: 0, stride: 1, seconds: 1000 };
  const course = {
    trial,
    around,
    plan,
    workers,
    kernel: { asked, patience: 10, counts: false },
    leads: true,
    kept: [],
  };
  const { tally, found } = await conduct(course, () => {});
  const { operations, scenarios, goals } = tally;
  return {
    operations,
    scenarios,
    goals,
    by: found?.by,
    programs: found === null ? [] : trial.programs(found.failure.scenario),
  };
};

test('threads find in the same round what one finds alone, and the same shortest program', async () => {
  const alone = await withThreads(1);
  expect([alone.by, alone.programs.join('\n')]).toEqual([1, expect.stringContaining('yield pageAlloc(0x2fe000)')]);
  expect(await withThreads(2)).toEqual(alone);
  // The third round is that of the other thread.
  expect(await withThreads(2, 'sound.ts')).toEqual(await withThreads(1, 'sound.ts'));
});

/** What the two shards of a check wrote, each in a file. */
const shardsOf = async (name: string, words: readonly string[]): Promise<string[]> => {
  const files = [1, 2].map((index) => `${name}-${index}.json`);
  for (const [i, file] of files.entries()) {
    const shard = ['--json', '--shard', `${i + 1}/2`, '--failures', `${name}-${i}`];
    writeFileSync(join(FOLDER, file), (await ringfenceHere([...words, ...shard], FOLDER)).out);
  }
  return files;
};

test('the shards of a check make one report, with the exit code and the replay line of the whole', async () => {
  const words = ['check', '--kernel', './forgets.ts', '--operations', '1200'];
  const whole = await ringfenceHere([...words, '--failures', 'all'], FOLDER);
  const merged = ringfence(['check', '--merge', ...(await shardsOf('forgets', words)), '--failures', 'all'], FOLDER);
  expect(whole.out).toMatch(/exact reference count[\s\S]* --seed 1 --path 0[\s\S]*Kept in all\/forgets\./);
  expect([merged.code, merged.out]).toEqual([1, whole.out]);
});

test('of a sound kernel the shards add up to the whole, and a missing one is named', async () => {
  const words = ['check', '--operations', '1200', '--json'];
  const files = await shardsOf('sound', words);
  const merged = await ringfenceHere(['check', '--merge', ...files.toReversed(), '--json'], FOLDER);
  expect(JSON.parse(merged.out)).toEqual(JSON.parse((await ringfenceHere(words, FOLDER)).out));
  const { code, errors } = await ringfenceHere(['check', '--merge', files[0]], FOLDER);
  expect([code, errors]).toEqual([2, expect.stringContaining('of 2 shards there is one missing: 2')]);
});

test('the document of shards speaks of options that there are', () => {
  const text = readFileSync(join(PACKAGE, 'docs/shards.md'), 'utf8');
  const help = `${HELP.check}${HELP.fuzz}`;
  const named = [...text.matchAll(/(?<![\w-])--[a-z]+/g)].map(([option]) => option);
  const foreign = ['--array', '--cpus', '--wait'];
  expect(named.filter((option) => !foreign.includes(option) && !help.includes(`${option} `))).toEqual([]);
  expect(named).toContain('--merge');
});

test('no two rounds of neighbouring seeds are drawn from the same number', () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => Array.from({ length: 100 }, (_, i) => seedOfRound(seed, i)));
  expect(new Set(seeds.flat()).size).toBe(300 * 100);
});

test('rounds end with the operations that are asked for, and none begins when the time is over', () => {
  const { trial } = trialOf(WeensyKernel) as { trial: Trial<unknown> };
  const plan = { seed: 1, operations: 250, length: 100, first: 0, stride: 1, seconds: 1000 };
  const roundsOf = (changed: Partial<typeof plan>): RoundResult[] => {
    const results: RoundResult[] = [];
    search({ trial, around: (code) => code() }, { ...plan, ...changed }, (result) => results.push(result));
    return results;
  };
  const all = roundsOf({});
  expect(all.map(({ round }) => round)).toEqual([0, 1, 2]);
  expect(all.map(({ operations }, i) => operations >= (i === 2 ? 50 : 100))).toEqual([true, true, true]);
  expect(roundsOf({ first: 1, stride: 2 })).toEqual([all[1]]);
  expect(roundsOf({ seconds: 0 })).toEqual([]);
});
