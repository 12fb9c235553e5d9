/** The list in docs/invariants.md is the list that is checked. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INVARIANTS } from './list.ts';

test('the documentation lists the invariants in their order, word for word', () => {
  const text = readFileSync(new URL('../../../docs/invariants.md', import.meta.url), 'utf8');
  const table = text.split('\n\n').find((part) => part.startsWith('| name')) ?? '';
  const rows = table.split('\n').filter((line) => !line.startsWith('| -'));
  const cells = rows.slice(1).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(INVARIANTS.map(({ name, sentence, why }) => [name, sentence, why]));
});
