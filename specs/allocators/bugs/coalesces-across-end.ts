import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class CoalescesAcrossEnd extends Buddy {
  override canMerge(page: number, order: number): boolean {
    const buddy = this.buddyOf(page, order);
    return buddy >= this.pages ? order === 0 : super.canMerge(page, order);
  }

  override unlink(page: number, order: number): void {
    if (page < this.pages) super.unlink(page, order);
  }

  override setTag(page: number, tag: number): void {
    if (page < this.pages) super.setTag(page, tag);
  }
}

export const coalescesAcrossEnd: AllocatorBug = {
  id: 'alloc-coalesces-across-end',
  title: 'a block is put together with pages behind the end of memory',
  story:
    'The last block of a memory that is no power of two has no buddy. What lies where its tag would be is taken ' +
    'for one.',
  rule: 'metadata agrees',
  goesWrongIn: 'free',
  shortest: 2,
  Allocator: CoalescesAcrossEnd,
};
