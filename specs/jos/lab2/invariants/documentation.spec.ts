/** The table in docs/jos.md is the list that is checked, with the seeded bugs that each invariant catches. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { JOS_GAPS } from '../survivors.ts';
import { LAB2_INVARIANTS } from './list.ts';

test('the documentation lists the invariants in their order, word for word, and what they catch', () => {
  const text = readFileSync(new URL('../../../../docs/jos.md', import.meta.url), 'utf8');
  const [, rest = ''] = text.split('\n## What Ringfence checks besides\n');
  const [section] = rest.split('\n## ');
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));
  const cells = rows.slice(1).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const caught = (name: string): string =>
    JOS_GAPS.filter(({ caughtBy }) => caughtBy === name)
      .map(({ id }) => id)
      .join(', ');
  expect(cells).toEqual(LAB2_INVARIANTS.map(({ name, sentence }) => [name, sentence, caught(name)]));
});
