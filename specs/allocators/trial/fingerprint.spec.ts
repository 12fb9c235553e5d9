/** States of a trial have one fingerprint if and only if they go on in the same way. */
import { expect, test } from 'vitest';
import { type AllocatorClass, FirstFit, type Promises } from '../../../kernel/kernel.ts';
import { Plain } from '../rules/broken-allocators.ts';
import * as kind from '../sequence.ts';
import { Fingerprint } from './fingerprint.ts';
import { Trial } from './trial.ts';

const PAGES = 4;
const take = (block: number, pages: number): kind.Sequence => [kind.ALLOCATE, block, pages];
const free = (block: number): kind.Sequence => [kind.FREE_BLOCK, block, 0];
const share = (block: number): kind.Sequence => [kind.SHARE, block, 0];

/** Counts no reference where anybody sees it, and keeps nothing of what it freed. */
class Silent extends Plain {
  static readonly promises: Promises = { leavesPagesAlone: true };
  share(): boolean {
    return true;
  }
}
/** Keeps in a page that is freed that it was. */
class Marking extends Plain {
  override free(page: number, count: number): void {
    super.free(page, count);
    this.memory.store32(this.memory.addressOf(page) + 4, 7);
  }
}

const after = (Allocator: AllocatorClass, steps: readonly kind.Sequence[]): number => {
  const trial = new Trial(Allocator, PAGES, 8);
  trial.reset([]);
  for (const [operation, first, second] of steps) trial.step(operation, first, second);
  return new Fingerprint().of(trial);
};

test.each([
  ['what blocks are called', FirstFit, [take(0, 1), take(1, 2)], [take(5, 1), take(3, 2)]],
  [
    'in which order they were freed',
    FirstFit,
    [take(0, 1), take(1, 1), free(0), free(1)],
    [take(0, 1), take(1, 1), free(1), free(0)],
  ],
  ['how often a place was freed', FirstFit, [take(0, 1), free(0)], [take(0, 1), free(0), take(1, 1), free(1)]],
  ['a free that nobody can be told of again', Silent, [], [take(0, 1), free(0)]],
] as const)('%s makes no difference', (_, Allocator, one, other) => {
  expect(after(Allocator, one)).toBe(after(Allocator, other));
});

test.each([
  ['a page that somebody has', FirstFit, [], [take(0, 1)]],
  ['the borders of blocks', Silent, [take(0, 2)], [take(0, 1), take(1, 1)]],
  ['a reference', Silent, [take(0, 1)], [take(0, 1), share(0)]],
  ['a free that must not be done again', FirstFit, [], [take(0, 1), free(0)]],
  ['how many pages were freed', FirstFit, [take(0, 2), free(0)], [take(0, 1), take(1, 1), free(0), free(1)]],
  ['what an allocator keeps in free pages', Marking, [], [take(0, 1), free(0)]],
] as const)('%s makes a difference', (_, Allocator, one, other) => {
  expect(after(Allocator, one)).not.toBe(after(Allocator, other));
});
