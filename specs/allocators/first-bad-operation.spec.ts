/** The first operation after which an allocator had broken a rule: all before it kept every rule, whatever comes after. */
import { expect, test } from 'vitest';
import { ALLOCATOR_BUGS } from './bugs/list.ts';
import { firstBadOperation } from './first-bad-operation.ts';
import { Runner } from './search/random-run.ts';
import { STEP_NUMBERS } from './sequence.ts';

const BUGS = ALLOCATOR_BUGS.filter(({ id }) => /-(?:free-of-free|tail-lost|missed-coalesce|head-in-field)$/.test(id));

test.each(BUGS)('$id: a random sequence goes wrong there, and not before', ({ Allocator }) => {
  const runner = new Runner(Allocator, 1, 8);
  const found = Array.from({ length: 200 }, (_, run) => runner.run(run)).find((broken) => broken !== null);
  if (found === undefined || found === null) throw new Error('no rule was broken');
  const first = firstBadOperation(Allocator, found);
  if (first === null) throw new Error('it is not broken again');
  const { operations, error } = first;
  const { scope, sequence } = found;
  const upTo = (count: number): readonly number[] => sequence.slice(0, count * STEP_NUMBERS);
  expect(firstBadOperation(Allocator, { scope, sequence: upTo(operations) })).toEqual(first);
  if (operations > 0) expect(firstBadOperation(Allocator, { scope, sequence: upTo(operations - 1) })).toBeNull();
  expect(first.during === 'initialize').toBe(operations === 0);
  expect(error.rule.name).not.toBe('');
});
