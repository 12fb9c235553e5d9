/** Each seeded bug of an allocator is caught by the rule that its file names, and shown in a sequence that cannot be shorter. */
import { expect, test } from 'vitest';
import { firstBadOperation } from '../first-bad-operation.ts';
import { fuzz } from '../fuzz.ts';
import { RULES } from '../rules/list.ts';
import { lengthOf } from '../sequence.ts';
import { ALLOCATOR_BUGS } from './list.ts';

const RUNS = 2000;
/** Memory on which every shorter sequence was tried, at least. */
const PROVEN_PAGES = 5;

for (const bug of ALLOCATOR_BUGS) {
  test(`${bug.id}, ${bug.title}: ${bug.rule}, in ${bug.shortest} operations, the last ${bug.goesWrongIn}`, () => {
    const { failure } = fuzz(bug.Allocator, { runs: RUNS });
    expect(failure?.shortest.verdict.error.rule.name).toBe(bug.rule);
    expect(failure && firstBadOperation(bug.Allocator, failure.shortest)?.during).toBe(bug.goesWrongIn);
    const { sequence, proof } = failure?.shortest ?? {};
    expect(lengthOf(sequence ?? [])).toBe(bug.shortest);
    expect(proof?.length).toBe(Math.max(0, bug.shortest - 1));
    expect(proof?.pages).toBe(PROVEN_PAGES);
  });
}

test('each bug has an id of its own, and all rules that speak of memory have one', () => {
  const ids = ALLOCATOR_BUGS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ALLOCATOR_BUGS.length).toBeGreaterThanOrEqual(25);
  const names = RULES.map(({ name }) => name);
  for (const { rule } of ALLOCATOR_BUGS) expect(names).toContain(rule);
});
