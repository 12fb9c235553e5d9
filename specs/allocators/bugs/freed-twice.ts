import { isWithin, LifoList } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class FreedTwice extends LifoList {
  override isTaken(page: number, count: number): boolean {
    return isWithin(page, count, this.pages);
  }
}

export const freedTwice: AllocatorBug = {
  id: 'alloc-freed-twice',
  title: 'a page that is on the list is put there again',
  story: 'page_free does not look at pp_link. The page then follows itself, and the list has no end.',
  rule: 'double free refused',
  goesWrongIn: 'free',
  shortest: 3,
  Allocator: FreedTwice,
};
