import { Bitmap, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class RunCrossesEnd extends Bitmap {
  override search(from: number, end: number, count: number): number {
    const start = this.nextFree(from);
    if (start >= end) return NONE;
    return this.nextUsed(start, Math.min(start + count, end)) - start === Math.min(count, end - start)
      ? start
      : this.search(this.nextUsed(start, end), end, count);
  }
}

export const runCrossesEnd: AllocatorBug = {
  id: 'alloc-run-crosses-end',
  title: 'a run may cross the end of memory',
  story:
    'The search asks that the run starts inside, and not that it ends there. Behind the last page nothing is ' +
    'used, so that it seems free.',
  rule: 'inside bounds',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: RunCrossesEnd,
};
