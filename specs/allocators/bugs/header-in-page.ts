import { LifoList } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class HeaderInPage extends LifoList {
  override free(page: number, count: number): boolean {
    const isFreed = super.free(page, count);
    if (isFreed && page + count < this.pages) this.memory.store32(this.memory.addressOf(page + count), this.head());
    return isFreed;
  }
}

export const headerInPage: AllocatorBug = {
  id: 'alloc-header-in-page',
  title: 'a free stores a link into the page behind the block',
  story:
    'The list of free pages is kept in the pages themselves, at the end of each. Off by one word, that is the ' +
    'start of the next page, and somebody may have that.',
  rule: 'free pages untouched',
  goesWrongIn: 'free',
  shortest: 2,
  Allocator: HeaderInPage,
};
