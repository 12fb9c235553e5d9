/** The table of survivors in docs/jos.md is the list of seeded bugs that some official check lets through. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SURVIVES } from './bug.ts';
import { JOS_BUGS } from './bugs/list.ts';

test('the documentation lists every seeded bug that passes all checks, where it does, and what it comes to', () => {
  const text = readFileSync(new URL('../../../docs/jos.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| jos-'));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const survivors = JOS_BUGS.filter(({ real }) => real.mit === SURVIVES || real.sjtu === SURVIVES);
  const passes = ({ real }: (typeof JOS_BUGS)[number]): string =>
    [real.mit === SURVIVES ? ['MIT'] : [], real.sjtu === SURVIVES ? ['SJTU'] : []].flat().join(', ');
  expect(cells).toEqual(survivors.map((bug) => [bug.id, bug.title, passes(bug), bug.sort]));
});

test('each bug has a number of its own, in order', () => {
  const ids = JOS_BUGS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.toSorted());
});
