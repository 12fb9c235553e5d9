/** The allocators that come with Ringfence: none breaks a rule, and each does what it is known for. */
import { describe, expect, test } from 'vitest';
import { ALLOCATORS, bytesOf, NONE } from '../../kernel/kernel.ts';
import { fuzz } from './fuzz.ts';
import { survey } from './measures/survey.ts';
import { searchSmall } from './search/small-scopes.ts';
import { Blocks } from './trial/blocks.ts';
import { WatchedMemory } from './trial/watched-memory.ts';

/** An allocator of `pages` free pages. */
const made = (name: string, pages: number) => {
  const Allocator = ALLOCATORS[name];
  const blocks = new Blocks(pages, 1);
  blocks.reset([]);
  const memory = new WatchedMemory(bytesOf(Allocator, pages), blocks);
  const allocator = new Allocator(memory, pages);
  allocator.initialize?.(() => true);
  return { allocator, memory, take: (count = 1): number => allocator.allocate(count, false) };
};

for (const name of Object.keys(ALLOCATORS)) {
  describe(name, () => {
    test('breaks no rule in random runs', () => {
      const { failure, operations } = fuzz(ALLOCATORS[name], { runs: 540, seed: 7 });
      expect(failure).toBeNull();
      expect(operations).toBeGreaterThan(100_000);
    });

    test('breaks no rule in any sequence of up to four operations on up to four pages', () => {
      const { found, length } = searchSmall(ALLOCATORS[name], 4, 4, 20_000);
      expect([found, length]).toEqual([null, 4]);
    });

    test('gives every page once, and NONE then', () => {
      const { take } = made(name, 40);
      const pages = Array.from({ length: 40 }, () => take());
      expect(new Set(pages).size).toBe(40);
      expect(take()).toBe(NONE);
    });
  });
}

test('first fit gives the lowest pages that fit, over counts and over a bitmap', () => {
  for (const name of ['first-fit', 'bitmap']) {
    const { allocator, take } = made(name, 70);
    expect([take(3), take(2), take(40)]).toEqual([0, 3, 5]);
    allocator.free(0, 3);
    expect([take(4), take(2), take(1)]).toEqual([45, 0, 2]);
  }
});

test('the cursor and next fit go on where they were, and around the end', () => {
  const cursor = made('cursor', 6);
  expect([cursor.take(2), cursor.take(2)]).toEqual([0, 2]);
  cursor.allocator.free(0, 2);
  expect([cursor.take(), cursor.take(), cursor.take()]).toEqual([4, 5, 0]);
  const next = made('next-fit', 6);
  expect([next.take(2), next.take(2)]).toEqual([0, 2]);
  next.allocator.free(0, 2);
  expect([next.take(2), next.take(1)]).toEqual([4, 0]);
});

test('the list gives first what was freed last, as JOS does', () => {
  const { allocator, take } = made('lifo-list', 4);
  expect([take(), take(), take(), take()]).toEqual([0, 1, 2, 3]);
  for (const page of [2, 0, 3]) allocator.free(page, 1);
  expect([take(), take(), take()]).toEqual([3, 0, 2]);
});

test("the list passes SJTU's check of pages in a row: blocks shrink and grow where they are, and move when they must", () => {
  const { allocator, take } = made('lifo-list', 32);
  const four = take(4);
  expect(allocator.free(four, 4)).toBe(true);
  const eight = take(8);
  expect(allocator.reallocate?.(eight, 8, 4)).toBe(eight);
  expect(allocator.reallocate?.(eight, 4, 6)).toBe(eight);
  const twelve = allocator.reallocate?.(eight, 6, 12) ?? NONE;
  expect(twelve).not.toBe(NONE);
  expect(allocator.free(twelve, 12)).toBe(true);
  expect(take(32)).toBe(0);
});

test('the buddy system splits a block in halves, and puts them together again', () => {
  const { allocator, take } = made('buddy', 16);
  const blocks = (): string[] => {
    const found: string[] = [];
    allocator.describe?.((page, count) => found.push(`${count} at ${page}`));
    return found;
  };
  expect(blocks()).toEqual(['16 at 0']);
  expect(take(3)).toBe(0);
  expect(blocks()).toEqual(['4 at 4', '8 at 8']);
  expect(take(1)).toBe(4);
  expect(blocks()).toEqual(['1 at 5', '2 at 6', '8 at 8']);
  allocator.free(0, 3);
  allocator.free(4, 1);
  expect(blocks()).toEqual(['16 at 0']);
});

test('an allocation from two levels costs the same, however full memory is', () => {
  const { allocation, release } = survey(ALLOCATORS['two-level-bitmap']);
  expect(allocation.most).toBe(allocation.p50);
  expect(release.most).toBe(release.p50);
});

test('only the buddy system wastes pages inside blocks, and it wastes the fewest between them', () => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const surveys = new Map(['buddy', 'bitmap', 'next-fit', 'lifo-list'].map((name) => [name, survey(ALLOCATORS[name])]));
  for (const [name, { internal, external }] of surveys) {
    expect(mean(internal) > 0).toBe(name === 'buddy');
    if (name !== 'buddy') expect(mean(external)).toBeGreaterThan(mean(surveys.get('buddy')?.external ?? [1]));
  }
});
