/** `ringfence fuzz`, as a user meets it who has read docs/fuzzing.md and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, ringfence, ringfenceHere } from '../terminal.ts';

const DOCS = readFileSync(new URL('../../../docs/fuzzing.md', import.meta.url), 'utf8');
const [MINE] = [...DOCS.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
/** What the documentation says comes out, from the command on. */
const [, SHOWN] = /```\n\$ ringfence fuzz \.\/mine\.ts\n([\s\S]*?)```/.exec(DOCS) ?? [];
const MENDED = MINE.replace('=== 0) run++;', '=== 0) run++;\n      else run = 0;');
const FEW = ['--runs', '40', '--workers', '1'];

const FOLDER = folderWith({
  'mine.ts': MINE,
  'mended.ts': MENDED,
  'none.ts': 'export const nothing = 1;\n',
  'half.ts': 'export default class Half { allocate() { return -1; } }\n',
  'loops.ts': `export default class Loops {
    static promises = { findsWhatFits: false };
    constructor(memory) { this.memory = memory; }
    allocate(count) {
      if (count !== 1 || this.memory.load8(0) === 1) return -1;
      this.memory.store8(0, 1);
      return 0;
    }
    free() { for (;;); }
  }`,
});

test('the twenty lines of the documentation break the rule that it says, in the report that it shows; what was saved is done first; mended, they do not', async () => {
  const found = ringfence(['fuzz', './mine.ts'], FOLDER);
  expect([found.code, found.out]).toEqual([1, SHOWN]);
  const again = await ringfenceHere(['fuzz', './mine.ts'], FOLDER);
  expect(again.out).toContain('Found by the saved sequence .ringfence/failures/mine.no-overlap.js.\n');
  const replay = ['fuzz', './mended.ts', '--replay', '.ringfence/failures/mine.no-overlap.js'];
  expect(await ringfenceHere(replay, FOLDER)).toMatchObject({
    code: 0,
    out: '   mended breaks no rule in .ringfence/failures/mine.no-overlap.js.\n',
  });
});

test('of an allocator that survives: what was tried, by what it was judged, how well it does, and a chart', async () => {
  const { code, out } = await ringfenceHere(['fuzz', './mended.ts', ...FEW, '--chart', 'chart.svg'], FOLDER);
  expect(code).toBe(0);
  expect(out).toMatch(/^ {3}mended broke no rule\.\n/);
  expect(out).toMatch(/every sequence of up to \d operations on 1 to 4 pages: [\d,]+ tried/);
  expect(out).toMatch(/[\d,]+ operations in 40 random runs of seed 1: [\d,]+ a second, 1 thread/);
  expect(out).toMatch(/Judged by what it promises: fails only when nothing fits, refuses nonsense\./);
  expect(out).toMatch(/peak utilisation +\d+\.\d %/);
  expect(out).toMatch(/an allocation( +[\d,]+){5}\n/);
  expect(readFileSync(join(FOLDER, 'chart.svg'), 'utf8')).toContain('external fragmentation');
});

test('one object of JSON says the same, whatever the number of threads', async () => {
  const parsed = [];
  for (const workers of ['1', '2']) {
    const { out } = await ringfenceHere(['fuzz', 'buddy', '--runs', '60', '--workers', workers, '--json'], FOLDER);
    const { seconds, workers: used, ...rest } = JSON.parse(out);
    expect(used).toBe(Number(workers));
    parsed.push(rest);
  }
  expect(parsed[0]).toEqual(parsed[1]);
  expect(parsed[0]).toMatchObject({ allocator: 'buddy', outcome: 'survived', runs: 60, failure: null });
});

test('a call that neither returns nor touches memory is stopped, and shown', async () => {
  const { code, out } = await ringfenceHere(['fuzz', './loops.ts', ...FEW, '--patience', '1'], FOLDER);
  expect(code).toBe(1);
  expect(out).toContain('The allocator broke a rule: comes back.');
  expect(out).toContain('found nothing within 1 s: it loops, and touches no memory\n   in operation 2, free(a);');
});

test('what cannot be obeyed is refused, with what would be right', async () => {
  for (const [words, says] of [
    [[], 'it takes one allocator: ringfence fuzz buddy, or ringfence fuzz ./mine.ts'],
    [['body'], 'no allocator is named body: there are first-fit, cursor,'],
    [['./half.ts'], './half.ts: its default export is no allocator: it has no method free'],
    [['buddy', '--pages', '0'], '--pages 0: expected a whole number from 1 to 4096'],
    [['buddy', '--replay', './none.ts'], './none.ts: it is no saved sequence: it needs `export const pages'],
  ] as const) {
    const { code, errors } = await ringfenceHere(['fuzz', ...words], FOLDER);
    expect([code, errors]).toEqual([2, expect.stringContaining(says)]);
  }
});
