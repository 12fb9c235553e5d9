/** Shards of a search: together they are the whole, and what is not all of one search cannot be merged. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { merge } from '../../../monitor/fuzz/merge.ts';
import { parseShard } from '../../../monitor/workers/shard.ts';
import { folderWith, ringfence, ringfenceHere } from '../terminal.ts';

/** Wrong only where random runs come: a request for 11 pages gets page 0, once the first pages are in use. */
const LATE = `import { Bitmap } from 'ringfence/kernel';
export default class Late extends Bitmap {
  allocate(count, zeroed) {
    return count === 11 && this.nextFree(0) > 3 ? 0 : super.allocate(count, zeroed);
  }
}`;
const FOLDER = folderWith({ 'late.js': LATE });
const COUNT = 2;
const FEW = ['--runs', '45', '--workers', '1'];
const search = (allocator: string, ...words: string[]) =>
  ringfenceHere(['fuzz', allocator, ...FEW, '--json', ...words], FOLDER);
/** A report without how much was tried: when one finds something, the other shards go on. */
const reportOf = (text: string): string => text.replace(/, after [\d,]+ operations/, '');

/** The parts of a search, in files. */
const shards = async (allocator: string): Promise<string[]> => {
  const names: string[] = [];
  for (let i = 1; i <= COUNT; i++) {
    const { out } = await search(allocator, '--shard', `${i}/${COUNT}`, '--failures', `failures-${i}`);
    const name = `${allocator.replace('./', '')}-${i}.json`;
    writeFileSync(join(FOLDER, name), out);
    names.push(name);
  }
  return names;
};

const buddy = await shards('buddy');

test('the shards of a search that finds nothing are the search, but for the time it took', async () => {
  const { seconds, workers, ...whole } = JSON.parse((await search('buddy')).out);
  const merged = await ringfenceHere(['fuzz', '--merge', ...buddy.toReversed(), '--json'], FOLDER);
  const { seconds: longest, workers: all, ...rest } = JSON.parse(merged.out);
  expect([merged.code, all]).toEqual([0, COUNT]);
  expect(rest).toEqual(whole);
});

test('of a search that finds something the failure is the one found first, with its replay line', async () => {
  const whole = await ringfenceHere(['fuzz', './late.js', ...FEW, '--failures', 'whole'], FOLDER);
  expect(whole.out).toMatch(/Found by random run \d+ of seed 1/);
  const parts = await shards('./late.js');
  const merged = ringfence(['fuzz', '--merge', ...parts, '--failures', 'whole'], FOLDER);
  expect([merged.code, reportOf(merged.out)]).toEqual([1, reportOf(whole.out)]);
  expect(merged.out).toMatch(
    /To see it again: ringfence fuzz \.\/late\.js --replay whole\/late\.[\w-]+\.js\n {3}To this moment: /,
  );
});

test('what is not all of one search is refused, with what is wrong', async () => {
  const [first, second] = buddy.map((name) => join(FOLDER, name));
  const { out } = await ringfenceHere(
    ['fuzz', 'buddy', '--runs', '1', '--workers', '1', '--json', '--shard', '2/2'],
    FOLDER,
  );
  const files = folderWith({
    'other.json': out,
    'elder.json': out.replace(/"ringfence":"[^"]*"/, '"ringfence":"0.0.1"'),
    'whole.json': out.replace('"2/2"', 'null'),
    'empty.json': '\n',
    'half.json': out.slice(0, 99),
    'strange.json': '{"shard":"1/2"}',
  });
  for (const [parts, says] of [
    [[], 'it takes the results of all shards: ringfence fuzz --merge part-*.json'],
    [[second], 'of 2 shards there is one missing: 1'],
    [[first, first, second], `shard 1/2 is there more than once: ${first}, ${first}`],
    [[first, 'other.json'], 'the --runs is 45 in'],
    [['elder.json', 'elder.json'], 'elder.json was made by ringfence 0.0.1, and this is'],
    [[first, 'whole.json'], 'whole.json is the result of a whole search'],
    [[first, 'empty.json'], 'empty.json is empty: expected the line that `ringfence fuzz … --shard I/N --json` writes'],
    [[first, 'half.json'], 'half.json is no result of a shard'],
    [[first, 'strange.json'], 'strange.json is no result of a shard'],
    [[first, 'nowhere.json'], 'nowhere.json cannot be read (ENOENT)'],
  ] as const) {
    const given = parts.map((part) => (part === first || part === second ? part : join(files, part)));
    await expect(merge([], { merge: true }, given)).rejects.toThrow(says);
  }
  await expect(merge([], { merge: true, seed: '1' }, buddy)).rejects.toThrow('--seed does not go with it');
});

test('a shard is one of as many as there are', () => {
  expect(parseShard('3/8')).toEqual({ index: 3, count: 8 });
  for (const text of ['0/8', '9/8', '1', '1/0', '1/2/3', 'a/b', '-1/2', '1/1000000'])
    expect(() => parseShard(text)).toThrow(`--shard ${text}: expected I/N`);
});
