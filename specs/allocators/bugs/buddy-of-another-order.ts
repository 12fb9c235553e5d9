import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class BuddyOfAnotherOrder extends Buddy {
  override canMerge(page: number, order: number): boolean {
    const buddy = this.buddyOf(page, order);
    const size = 1 << order;
    return buddy + size <= this.pages && (this.tag(buddy) & 0x80) !== 0;
  }

  override unlink(page: number, order: number): void {
    const tag = this.tag(page);
    super.unlink(page, (tag & 0x80) !== 0 ? tag & 0x1f : order);
  }
}

export const buddyOfAnotherOrder: AllocatorBug = {
  id: 'alloc-buddy-of-another-order',
  title: 'a free buddy is taken whole, though only part of it is free',
  story: 'Its first page is free, but it was split: the order of its tag is not compared.',
  rule: 'metadata agrees',
  goesWrongIn: 'free',
  shortest: 5,
  Allocator: BuddyOfAnotherOrder,
};
