import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class MissedCoalesce extends Buddy {
  override release(page: number, order: number): void {
    if (!this.canMerge(page, order)) return this.insert(page, order);
    const buddy = this.buddyOf(page, order);
    this.unlink(buddy, order);
    this.setTag(buddy, 0);
    this.insert(Math.min(page, buddy), order + 1);
  }
}

export const missedCoalesce: AllocatorBug = {
  id: 'alloc-missed-coalesce',
  title: 'a block is put together with its buddy once, and not again',
  story:
    'The test is an if where it should be a loop. The larger block that has come to be may have a free buddy as ' +
    'well.',
  rule: 'coalesced',
  goesWrongIn: 'free',
  shortest: 2,
  Allocator: MissedCoalesce,
};
