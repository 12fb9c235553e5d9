/** A page that is shared is free when it was freed once for each user; nobody counts more users than there is room for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALLOCATORS, bytesOf } from '../../kernel/kernel.ts';
import { Blocks } from './trial/blocks.ts';
import { WatchedMemory } from './trial/watched-memory.ts';

/** As many as a byte can count beside what stands for a hole. */
const MOST_USERS = 254;
const PAGES = 8;

const sharing = Object.entries(ALLOCATORS).filter(([, Allocator]) => Allocator.prototype.share !== undefined);

test.each(sharing)('%s counts users up to 254, refuses the next, and is free after as many frees', (_, Allocator) => {
  const property = fc.property(
    fc.integer({ min: MOST_USERS - 5, max: MOST_USERS + 5 }),
    fc.nat(PAGES - 1),
    (asked, spare) => {
      const blocks = new Blocks(PAGES, 1);
      blocks.reset([]);
      const allocator = new Allocator(new WatchedMemory(bytesOf(Allocator, PAGES), blocks), PAGES);
      allocator.initialize?.(() => true);
      for (let i = 0; i < spare; i++) allocator.allocate(1, false);
      const page = allocator.allocate(1, false);
      const shared = Array.from({ length: asked }, () => allocator.share?.(page, 1));
      expect(shared).toEqual(shared.map((_, i) => i + 2 <= MOST_USERS));
      const users = Math.min(asked + 1, MOST_USERS);
      const freed = Array.from({ length: users + 2 }, () => allocator.free(page, 1));
      expect(freed).toEqual(freed.map((_, i) => i < users));
      expect(allocator.allocate(1, false)).toBeGreaterThanOrEqual(0);
    },
  );
  fc.assert(property, { numRuns: 20 });
});
