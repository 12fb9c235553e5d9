/** The tables of docs/environments.md are the invariants that are checked and the bugs that are hunted. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LAB4_BUGS } from './bugs/list.ts';
import { LAB4_INVARIANTS } from './invariants/list.ts';

const text = readFileSync(new URL('../../../docs/environments.md', import.meta.url), 'utf8');

/** The rows of the table in the section of that title. */
const rowsOf = (title: string): string[][] => {
  const [, section = ''] = text.split(`## ${title}\n`);
  const [body] = section.split('\n## ');
  const rows = body.split('\n').filter((line) => line.startsWith('| ') && !/^\| -/.test(line));
  return rows.slice(1).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

test('the documentation lists the invariants in their order, word for word', () => {
  expect(rowsOf('Invariants')).toEqual(LAB4_INVARIANTS.map(({ name, sentence, why }) => [name, sentence, why]));
});

test('the documentation lists the seeded bugs with what finds them', () => {
  expect(rowsOf('Seeded bugs')).toEqual(LAB4_BUGS.map(({ id, title, breaks }) => [id, title, breaks.join(', or ')]));
});
