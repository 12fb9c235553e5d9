import type { Invariant } from '../invariant.ts';
import { describeReferences, isMapping } from '../observation.ts';

export const tablesHaveOneOwner: Invariant = {
  name: 'tables have one owner',
  sentence: 'A page of page tables below a root belongs to one address space, at one place in it.',
  why: 'What one process maps would appear in the other, and the exit of one would free the tables of both.',
  violations: ({ view, references }) =>
    [...references].flatMap(([page, who]) => {
      const tables = who.filter((reference) => !isMapping(reference) && reference.as !== 'root');
      return tables.length > 1
        ? [{ page, expected: 'one table of one process', found: describeReferences(view, tables) }]
        : [];
    }),
};
