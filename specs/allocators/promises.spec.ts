/** Promises of an order, an alignment and rounding are held to, others are refused, and what a missing one explains is told. */
import { describe, expect, test } from 'vitest';
import { type AllocatorClass, Buddy, NONE, type PageAllocator, type Promises } from '../../kernel/kernel.ts';
import { explanationOf } from './explanation.ts';
import { fuzz, fuzzAllocator } from './fuzz.ts';
import { wrongPromise } from './promises.ts';
import { Plain } from './rules/broken-allocators.ts';

/** First fit whose blocks begin at multiples of `step` and take up multiples of `unit`, of at most `most` pages. */
const fitting = ({ step = 1, unit = 1, most = Number.POSITIVE_INFINITY }, promises: Promises = {}): AllocatorClass =>
  class extends Plain implements PageAllocator {
    static readonly promises = promises;
    override allocate(count: number): number {
      if (!(count >= 1 && count <= most)) return NONE;
      const taken = Math.ceil(count / unit) * unit;
      for (let page = 0; page + taken <= this.pages; page += step) {
        if (!this.isOpen(page, taken)) continue;
        for (let i = page; i < page + taken; i++) this.memory.store8(i, 1);
        return page;
      }
      return NONE;
    }
    override free(page: number, count: number): void {
      super.free(page, Math.ceil(count / unit) * unit);
    }
    isOpen(page: number, count: number): boolean {
      for (let i = page; i < page + count; i++) if (this.memory.load8(i) !== 0) return false;
      return true;
    }
  };

const brokenIn = (Allocator: AllocatorClass): string =>
  fuzz(Allocator, { runs: 120 }).failure?.shortest.verdict.error.rule.name ?? 'none';

const KINDS: readonly (readonly [what: string, options: Parameters<typeof fitting>[0], promises: Promises])[] = [
  ['a highest order', { most: 8 }, { highestOrder: 3 }],
  ['an alignment', { step: 4 }, { alignsTo: 4 }],
  ['rounding', { unit: 2 }, { roundsTo: 2 }],
  ['an alignment and rounding', { step: 4, unit: 4 }, { alignsTo: 4, roundsTo: 4 }],
];

describe('Whoever promises', () => {
  for (const [what, options, promises] of KINDS) {
    test(`${what} breaks no rule by it, and one who does not keep it is caught`, () => {
      expect(brokenIn(fitting(options, promises))).toBe('none');
      expect(brokenIn(fitting({}, promises))).not.toBe('none');
    });

    test(`nothing, and does ${what}, is told which promise explains it`, () => {
      const Allocator = fitting(options);
      const { failure } = fuzz(Allocator, { runs: 120 });
      expect(failure?.shortest.verdict.error.rule.name).toBe('failure means full');
      const explanation = failure && explanationOf(Allocator, failure.shortest);
      expect(brokenIn(fitting(options, explanation?.promises))).toBe('none');
    });
  }
});

test('a buddy system that does not say that it aligns is told so, in code that can be copied', () => {
  class Silent extends Buddy {
    static override readonly promises: Promises = {};
  }
  expect(() => fuzzAllocator(Silent, { runs: 120 })).toThrow('`static promises = { alignsToSize: true }`');
});

test('an allocator that is wrong whatever it promises gets no such advice', () => {
  class Overlapping extends Plain {
    override allocate(count: number): number {
      return count > 2 ? 0 : super.allocate(count);
    }
  }
  const { failure } = fuzz(Overlapping, { runs: 120 });
  expect(failure && explanationOf(Overlapping, failure.shortest)).toBeNull();
});

test('promises and values that nobody knows are refused with those that there are', () => {
  for (const [promises, says] of [
    [undefined, null],
    [{}, null],
    [{ zeroes: undefined, highestOrder: 0, alignsTo: 1, roundsTo: 'powers of two', coalesces: 'buddies' }, null],
    [null, /^its promises are null: they are an object, as `static promises/],
    [[], /^its promises are an array of 0/],
    ['zeroes', /^its promises are "zeroes"/],
    [{ zeros: true }, /^it promises zeros, which nobody knows: there are onePageOnly, .*staysInPlace$/],
    [{ zeroes: 'yes' }, /^it promises zeroes: "yes", which nobody knows: there are true and false$/],
    [{ coalesces: true }, /^it promises coalesces: true, .*'neighbours' and 'buddies'$/],
    [{ highestOrder: -1 }, /^it promises highestOrder: -1, .*whole numbers from 0 to 52/],
    [{ highestOrder: 2.5 }, /^it promises highestOrder: 2\.5,/],
    [{ alignsTo: 0 }, /^it promises alignsTo: 0, .*whole numbers of pages, from 1$/],
    [{ roundsTo: 'twos' }, /^it promises roundsTo: "twos", .*'powers of two', and whole numbers/],
  ] as const) {
    expect(wrongPromise(promises)).toEqual(says === null ? null : expect.stringMatching(says));
  }
});
