import { LifoList } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class GivenWithList extends LifoList {
  override pop(): number {
    return this.head();
  }
}

export const givenWithList: AllocatorBug = {
  id: 'alloc-given-with-list',
  title: 'a page that is given stays at the head of the list',
  story: 'The head is read, and not moved on. Everybody gets the same page.',
  rule: 'metadata agrees',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: GivenWithList,
};
