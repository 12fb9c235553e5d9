/** `ringfence fuzz --compare`: the same inputs for all, a table that is the same each time, and what its documentation shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALLOCATORS } from '../../../kernel/kernel.ts';
import { compareAllocators } from '../../../monitor/fuzz/compare.ts';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from '../terminal.ts';

const NAMES = Object.keys(ALLOCATORS);
const FOLDER = folderWith({
  'mine.ts': `import { Bitmap } from 'ringfence/kernel';
export default class Mine extends Bitmap {
  override release(page: number, count: number) { if (page !== 0) super.release(page, count); }
}`,
});
const CHARTS = 'docs/allocators/';
/** Without what the host did. */
const ours = (text: string): string => text.replaceAll(/^ *operations a second, on this host: .*\n/gm, '');

test('the JSON is the same each time but for the speed of the host, and a chart has a line for each that fits', async () => {
  const words = ['fuzz', '--compare', '--sizes', 'small', '--json', '--chart', 'chart.svg'];
  const [first, second] = [ringfence(words, FOLDER), await ringfenceHere(words, FOLDER)].map(({ out }) =>
    JSON.parse(out.replaceAll(/"operationsASecond":[\d.]+/g, '"":0')),
  );
  expect(first).toEqual(second);
  const [{ pages, allocators }] = first;
  expect([pages, allocators.map(({ allocator }: { allocator: string }) => allocator)]).toEqual([256, NAMES]);
  const svg = readFileSync(join(FOLDER, 'chart.svg'), 'utf8');
  const drawn = NAMES.filter((name) => svg.includes(`>${name}</text>`));
  expect(drawn).toEqual(NAMES.filter((name) => name !== 'two-level-bitmap'));
});

test('one that breaks a rule stands in the table with that rule, its sequence is saved, and the exit code says so', async () => {
  const { code, out } = await ringfenceHere(['fuzz', '--compare', './mine.ts', 'bitmap', '--sizes', 'single'], FOLDER);
  expect(code).toBe(1);
  expect(out).toMatch(/ \.\/mine\.ts +broke: nothing leaks /);
  expect(out).toMatch(/ bitmap +survived +4,0\d\d /);
  const [, replay] = /the shortest sequence that breaks one: ringfence (.*)\n/.exec(out) ?? [];
  expect((await ringfenceHere(replay.split(' '), FOLDER)).out).toContain('The allocator broke a rule: nothing leaks.');
});

describe('the documentation', () => {
  const text = readFileSync(new URL('../../../docs/allocators.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```\n\$ ringfence (fuzz --compare.*)\n([\s\S]*?)```/g)];
  const own = blocks.filter(([, words]) => !words.includes('wee_alloc'));

  test('shows tables and charts that the command makes', async () => {
    expect(own.length).toBeGreaterThan(1);
    for (const [, words, shown] of own) {
      const folder = `${folderWith({})}/`;
      const { out } = await ringfenceHere(words.replace(CHARTS, folder).split(' '), PACKAGE);
      expect(ours(out).replaceAll(folder, CHARTS).trimEnd()).toBe(shown.trimEnd());
      const drawn = readdirSync(folder);
      expect(drawn.length).toBeGreaterThan(0);
      for (const name of drawn) {
        const [now, kept] = [folder, join(PACKAGE, CHARTS)].map((place) => readFileSync(join(place, name), 'utf8'));
        expect([name, now]).toEqual([name, kept]);
      }
    }
  });

  test('has a paragraph for each allocator, and shows the charts that are there', () => {
    for (const name of NAMES) expect(text).toMatch(new RegExp(`^## .*\`${name}\``, 'm'));
    const charts = [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)];
    expect(charts.length).toBeGreaterThan(3);
    for (const [, path] of charts) {
      expect(readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8')).toMatch(/^<svg /);
    }
  });
});

test('what cannot be compared is refused, with what would be right', async () => {
  for (const [values, words, says] of [
    [{ seconds: '3' }, [], '--seconds does not go with it; these do: --trace,'],
    [{}, ['buddy', 'buddy'], 'buddy is named twice'],
    [{}, ['body'], 'no allocator is named body'],
    [{ plot: 'x' }, [], '--plot x: expected external, internal, taken, failures'],
    [{ sizes: 'huge' }, [], '--sizes huge: there is no "huge"; there are single,small,around-powers-of-two,'],
    [{ 'bytes-per-page': '8' }, [], 'only sizes of a --trace are bytes'],
    [{ trace: ['no.rep'] }, [], 'no.rep cannot be read (ENOENT)'],
    [{ trace: ['no.rep'], seed: '1' }, [], '--seed: a trace has nothing that is random'],
    [
      { trace: ['docs/traces/comb.rep'], 'bytes-per-page': '1' },
      [],
      'docs/traces/comb.rep: it needs 983,040 pages, more than 131,072',
    ],
    [{ trace: ['docs/traces/comb.rep'], chart: 'a.svg' }, ['./docs/traces/comb.rep'], 'two traces are named comb'],
  ] as const) {
    await expect(compareAllocators({ compare: true, ...values }, words)).rejects.toThrow(says);
  }
});
