/** Every rule is broken by somebody, and the documentation lists them all. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALLOCATOR_BUGS } from '../bugs/list.ts';
import { fuzz } from '../fuzz.ts';
import * as broken from './broken-allocators.ts';
import { RULES } from './list.ts';

const found = Object.entries(broken).map(([name, Allocator]) => {
  const { failure } = fuzz(Allocator, { runs: 300 });
  return [name, failure?.shortest.verdict.error.rule.name ?? 'none'] as const;
});

test('allocators that break a rule in their own way are caught by that rule, and a plain one is not', () => {
  expect(Object.fromEntries(found)).toEqual({
    Plain: 'none',
    Circling: 'comes back',
    Unfinished: 'comes back',
    Overlapping: 'no overlap',
    Scribbling: 'stays in its own memory',
    Swapping: 'payload preserved',
    Poisoning: 'free pages untouched',
    Welcoming: 'foreign free refused',
    Tiring: 'whole again',
    Stammering: 'metadata agrees',
    Halving: 'whole numbers',
  });
});

test('every rule is the one that catches somebody', () => {
  const names = [...ALLOCATOR_BUGS.map(({ rule }) => rule), ...found.map(([, rule]) => rule)];
  expect(RULES.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
});

test('the documentation lists the rules in their order, word for word', () => {
  const text = readFileSync(new URL('../../../docs/fuzzing.md', import.meta.url), 'utf8');
  const table = text.slice(text.indexOf('| rule '), text.indexOf('<!-- end of the rules -->'));
  const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));
  const cells = rows.slice(1).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(RULES.map(({ name, sentence, why }) => [name, sentence, why]));
});
