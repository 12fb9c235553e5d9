import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class SplitOffByOne extends Buddy {
  override split(page: number, from: number, order: number): void {
    super.split(page, from, order + 1);
  }
}

export const splitOffByOne: AllocatorBug = {
  id: 'alloc-split-off-by-one',
  title: 'a split leaves out the smallest half',
  story:
    'The loop goes down to the order above the one that is asked for. The last half is in no list, and in no ' +
    'block.',
  rule: 'nothing leaks',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: SplitOffByOne,
};
