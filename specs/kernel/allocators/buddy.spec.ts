/** A buddy allocator begins with the largest blocks that holes leave, whatever its own memory held before; and what users may write for no block. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALLOCATORS, bytesOf, NONE, type PageAllocator } from '../../../kernel/kernel.ts';
import { Blocks } from '../../allocators/trial/blocks.ts';
import { WatchedMemory } from '../../allocators/trial/watched-memory.ts';

const Buddy = ALLOCATORS.buddy;

/** An allocator whose own bytes held `garbage`, of pages of which `isUsable` says which are free. */
const initialized = (pages: number, isUsable: (page: number) => boolean, garbage: number): PageAllocator => {
  const blocks = new Blocks(pages, 1);
  blocks.reset([]);
  const memory = new WatchedMemory(bytesOf(Buddy, pages), blocks);
  for (let at = 0; at + 4 <= bytesOf(Buddy, pages); at += 4) memory.store32(at, garbage);
  const allocator = new Buddy(memory, pages);
  allocator.initialize?.(isUsable);
  return allocator;
};

/** The blocks that are free then. */
const freeBlocks = (...made: Parameters<typeof initialized>): [number, number][] => {
  const allocator = initialized(...made);
  const found: [number, number][] = [];
  allocator.describe?.((page, count) => void found.push([page, count]));
  return found.toSorted(([one], [other]) => one - other);
};

/** The same by the definition: from the first page on, the largest block that is aligned to its size and has no hole. */
const largest = (pages: number, isUsable: (page: number) => boolean): [number, number][] => {
  const found: [number, number][] = [];
  for (let page = 0; page < pages; ) {
    const fits = (size: number): boolean =>
      page % size === 0 &&
      page + size <= pages &&
      Array.from({ length: size }, (_, i) => page + i).every((one) => isUsable(one));
    let size = 1;
    while (fits(size * 2)) size *= 2;
    if (isUsable(page)) found.push([page, size]);
    page += isUsable(page) ? size : 1;
  }
  return found;
};

test('free memory is cut into the largest blocks that holes leave', () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 70 }),
    fc.uniqueArray(fc.nat(69), { maxLength: 6 }),
    fc.constantFrom(0, -1, 0x01010101),
    (pages, holes, garbage) => {
      const isUsable = (page: number): boolean => !holes.includes(page);
      expect(freeBlocks(pages, isUsable, garbage)).toEqual(largest(pages, isUsable));
    },
  );
  fc.assert(property);
});

test('no block counts as taken before one is, whatever its memory held', () => {
  for (let byte = 0; byte < 256; byte++) {
    const allocator = initialized(16, () => true, (byte * 0x01010101) | 0);
    const freed = Array.from({ length: 16 }, (_, page) => [1, 2, 4].filter((count) => allocator.free(page, count)));
    expect([byte, freed.flat()]).toEqual([byte, []]);
  }
});

test('who writes -1 for no block means what NONE does', () => expect(NONE).toBe(-1));
