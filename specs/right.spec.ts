/** Searches of what is right: each does what it is asked for, and what is wrong raises an alarm. */
import { expect, test } from 'vitest';
import { FirstFit, WeensyKernel } from '../kernel/kernel.ts';
import { OPEN } from './judge/contract.ts';
import { fuzzed, RIGHT, rounds, shareOf } from './right.ts';
import { weensyTrial } from './weensyos/trial.ts';

test('all shares together are what was asked for, and each is searched', () => {
  for (const operations of [1000, 10_000_000]) {
    const shares = RIGHT.map((right) => shareOf(right, operations));
    const sum = shares.reduce((total, share) => total + share, 0);
    expect([Math.min(...shares) > 0, sum >= operations, sum - operations < RIGHT.length]).toEqual([true, true, true]);
  }
});

test('the names are all different', () => expect(new Set(RIGHT.map(({ name }) => name)).size).toBe(RIGHT.length));

test('a right kernel does as many operations as it was asked for, by rounds', () => {
  const { operations, alarm } = rounds(() => weensyTrial({ audit: 50 }) as never, 20)(3, 50);
  expect([alarm, operations >= 50]).toEqual([null, true]);
});

test('a wrong kernel raises an alarm, which says what is wrong, and in which round', () => {
  class ForgetsToCount extends WeensyKernel {
    override share(): void {}
  }
  const { alarm } = rounds(() => weensyTrial({ Kernel: ForgetsToCount, contract: OPEN }) as never, 500)(1, 1000);
  expect(alarm?.slice(0, 2).join('\n')).toMatch(/^round \d+\n.*exact reference count/);
});

test('a wrong allocator raises an alarm, and a right one does not', () => {
  class Twice extends FirstFit {
    override allocate(count: number, zeroed: boolean): number {
      const page = super.allocate(count, zeroed);
      return page === 5 ? 4 : page;
    }
  }
  expect(fuzzed(Twice)(1, 1000).alarm?.[0]).toMatch(/^run \d+$/);
  const { operations, alarm } = fuzzed(FirstFit)(1, 1000);
  expect([alarm, operations >= 1000]).toEqual([null, true]);
});
