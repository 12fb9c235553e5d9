import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class FailedSplitKept extends Buddy {
  override smallestFree(order: number): number {
    const from = super.smallestFree(order);
    const smaller = order - 1;
    if (from < 0 && smaller >= 0 && this.head(smaller) >= 0) this.unlink(this.head(smaller), smaller);
    return from;
  }
}

export const failedSplitKept: AllocatorBug = {
  id: 'alloc-failed-split-kept',
  title: 'a request that fails keeps what it has split off',
  story:
    'To make room, the largest block is taken first. That it is too small turns out afterwards, and then it is ' +
    'not put back.',
  rule: 'nothing leaks',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: FailedSplitKept,
};
