import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class TagClearedLate extends Buddy {
  override free(page: number, count: number): boolean {
    const isFreed = super.free(page, count);
    if (isFreed && (this.tag(page) & 0x80) === 0) this.setTag(page, 0x40 | this.orderOf(count));
    return isFreed;
  }
}

export const tagClearedLate: AllocatorBug = {
  id: 'alloc-tag-cleared-late',
  title: 'a block that is freed keeps its tag, and can be freed again',
  story:
    'release writes the tag of the merged block. If that begins at the buddy, the tag of the freed half still ' +
    'says that it is taken.',
  rule: 'double free refused',
  goesWrongIn: 'free',
  shortest: 5,
  Allocator: TagClearedLate,
};
