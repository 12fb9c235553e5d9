/** The allocators that come with Ringfence break no rule in a few random runs, and in all short sequences on little memory. */
import { expect, test } from 'vitest';
import { ALLOCATORS } from '../../kernel/kernel.ts';
import { fuzz } from './fuzz.ts';
import { searchSmall } from './search/small-scopes.ts';

test.each(Object.entries(ALLOCATORS))('%s breaks no rule', (_, Allocator) => {
  expect(searchSmall(Allocator, 2, 3, 5_000).found).toBeNull();
  const { failure, operations } = fuzz(Allocator, { runs: 15, seed: 7 });
  expect(failure).toBeNull();
  expect(operations).toBeGreaterThan(500);
});
