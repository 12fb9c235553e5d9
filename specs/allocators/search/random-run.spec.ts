/** Short runs meet memory of every size, and what is wrong with large memory or large counts alone is found and shown in few operations. */
import { describe, expect, test } from 'vitest';
import { type AllocatorClass, Buddy, LifoList, NONE, type Promises } from '../../../kernel/kernel.ts';
import { fuzz } from '../fuzz.ts';
import { Plain } from '../rules/broken-allocators.ts';
import { lengthOf, statementsOf } from '../sequence.ts';
import { Runner } from './random-run.ts';
import { searchSmall } from './small-scopes.ts';

/** Buddies that merge blocks of one order to the wrong place. */
const wrongAt = (least: number): AllocatorClass =>
  class extends Buddy {
    override release(first: number, firstOrder: number): void {
      let page = first;
      let order = firstOrder;
      for (; this.canMerge(page, order); order++) {
        const buddy = this.buddyOf(page, order);
        this.unlink(buddy, order);
        this.setTag(buddy, 0);
        if (order !== least) page = Math.min(page, buddy);
      }
      this.insert(page, order);
    }
  };

test('short runs meet memory of every size from 1 to 1,000 pages', () => {
  const met = new Set<number>();
  class Meeting extends Plain {
    static readonly promises: Promises = { findsWhatFits: false };
    override allocate(): number {
      met.add(this.pages);
      return NONE;
    }
  }
  const runner = new Runner(Meeting, 1);
  for (let run = 511; run < 511 + 32 * 4000; run += 32) runner.run(run);
  expect(Array.from({ length: 1000 }, (_, i) => i + 1).filter((pages) => !met.has(pages))).toEqual([]);
});

describe('What is wrong with large memory alone is found under any seed', () => {
  for (const [least, ...seeds] of [
    [100, 1, 2, 3],
    [256, 4, 5],
    [700, 1],
  ]) {
    test(`from ${least} pages on, the last page is never given`, () => {
      class Short extends Plain {
        override allocate(count: number): number {
          const page = super.allocate(count);
          if (page === NONE || this.pages < least || page + count < this.pages) return page;
          this.free(page, count);
          return NONE;
        }
      }
      for (const seed of seeds) {
        const shortest = fuzz(Short, { seed, runs: 500 }).failure?.shortest;
        expect(lengthOf(shortest?.sequence ?? [0, 0, 0, 0, 0, 0])).toBe(1);
        expect(shortest?.scope.pages).toBeGreaterThanOrEqual(least);
      }
    });
  }
});

describe('What is wrong with one order alone comes out in few operations, on memory that is as large as it must be', () => {
  for (const order of [2, 4, 6]) {
    test(`blocks of order ${order} are merged to the wrong place`, () => {
      const shortest = fuzz(wrongAt(order), { seed: order, runs: 500 }).failure?.shortest;
      expect(lengthOf(shortest?.sequence ?? [])).toBe(4);
      expect(shortest?.scope.pages).toBe(2 << order);
    });
  }
});

describe('A count that is cut off is among the first that are tried', () => {
  for (const bits of [8, 12, 16, 20, 31, 32, 33, 48, 52]) {
    test(`after ${bits} bits, in a request and in a resize`, () => {
      class Requests extends Plain {
        override allocate(count: number): number {
          return super.allocate(count > 0 ? count % 2 ** bits : count);
        }
      }
      class Resizes extends LifoList {
        override reallocate(page: number, count: number, wanted: number): number {
          return super.reallocate(page, count, wanted > 0 ? wanted % 2 ** bits : wanted);
        }
      }
      const found = [Requests, Resizes].map((Allocator) => searchSmall(Allocator, 1, 2, 20_000).found);
      expect(found.map((one) => one?.verdict.error.rule.name)).toEqual(['nonsense refused', 'nonsense refused']);
      expect(found.map((one) => statementsOf(one?.sequence ?? []).at(-1))).toEqual([
        `const a = allocate(${2 ** bits + 1});`,
        `reallocate(a, ${2 ** bits + 1});`,
      ]);
    });
  }
});
