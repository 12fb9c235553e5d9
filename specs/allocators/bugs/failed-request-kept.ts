import { Bitmap, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class FailedRequestKept extends Bitmap {
  override findRun(count: number): number {
    const found = super.findRun(count);
    const start = this.nextFree(0);
    if (found === NONE && start < this.pages) this.take(start, this.nextUsed(start, this.pages) - start);
    return found;
  }
}

export const failedRequestKept: AllocatorBug = {
  id: 'alloc-failed-request-kept',
  title: 'a request that fails keeps the pages it has marked on its way',
  story:
    'Pages are marked as they are found, to save a second loop. When the run turns out too short they should be ' +
    'unmarked again.',
  rule: 'nothing leaks',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: FailedRequestKept,
};
