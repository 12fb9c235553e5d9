import { LifoList, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class LinkLeft extends LifoList {
  override pop(): number {
    const page = this.head();
    if (page !== NONE) this.setHead(this.next(page));
    return page;
  }
}

export const linkLeft: AllocatorBug = {
  id: 'alloc-link-left',
  title: 'a page that is given keeps its link',
  story:
    'page_alloc takes the page from the head and does not clear its pp_link. The free of it then believes that it ' +
    'is on the list already.',
  rule: 'free accepted',
  goesWrongIn: 'free',
  shortest: 2,
  Allocator: LinkLeft,
};
