/** A check that is shared out: threads and shards find what one alone finds, whatever their number. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { type RoundResult, search } from '../../monitor/check/search.ts';
import { seedOfRound, type Trial, trialOf } from '../../specs/specs.ts';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

/** Loses a page where process 2 gives one away, which some programs do, and not the first. */
const FOLDER = folderWith({
  'gives.ts': `import Tiny from '${join(PACKAGE, 'examples/kernel-from-scratch/tiny.ts')}';
export default class Gives extends Tiny {
  override give(giver: number, pid: number, at) {
    const result = super.give(giver, pid, at);
    if (result === 0 && giver === 2) this.kalloc();
    return result;
  }
}`,
});
/** Three rounds, of which the last goes wrong. */
const GIVES = ['check', '--kernel', './gives.ts', '--operations', '3000', '--seed', '4'];
const SOUND = ['check', '--operations', '3000', '--json'];

/** What the two shards of a check wrote, each in a file. */
const shardsOf = async (name: string, words: readonly string[]): Promise<string[]> => {
  const files = [1, 2].map((index) => `${name}-${index}.json`);
  for (const [i, file] of files.entries()) {
    const { out } = await ringfenceHere(
      [...words, '--json', '--shard', `${i + 1}/2`, '--failures', `${name}-${i}`],
      FOLDER,
    );
    writeFileSync(join(FOLDER, file), out);
  }
  return files;
};

test('threads and shards find in the same round the same shortest program, and say so in the same words', async () => {
  const threads = await ringfenceHere([...GIVES, '--workers', '2', '--failures', 'all'], FOLDER);
  const files = await shardsOf('gives', GIVES);
  const merged = ringfence(['check', '--merge', ...files, '--failures', 'all'], FOLDER);
  expect(threads.out).toMatch(
    /broke an invariant: nothing leaks[\s\S]* --seed 4 --path 2:\d[\s\S]*Kept in all\/gives\.nothing-leaks/,
  );
  expect([merged.code, merged.out]).toEqual([threads.code, threads.out]);
});

test('of a sound kernel the shards add up to the whole, and a missing one is named', async () => {
  const whole = await ringfenceHere(SOUND, FOLDER);
  const files = await shardsOf('sound', SOUND);
  const merged = await ringfenceHere(['check', '--merge', ...files.toReversed(), '--json'], FOLDER);
  expect(JSON.parse(merged.out)).toEqual(JSON.parse(whole.out));
  const { code, errors } = await ringfenceHere(['check', '--merge', files[0]], FOLDER);
  expect([code, errors]).toEqual([2, expect.stringContaining('of 2 shards there is one missing: 2')]);
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
