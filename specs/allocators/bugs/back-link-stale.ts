import { Buddy, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class BackLinkStale extends Buddy {
  override unlink(page: number, order: number): void {
    const next = this.next(page);
    const previous = this.previous(page);
    if (previous === NONE) this.setHead(order, next);
    else this.setNext(previous, next);
  }
}

export const backLinkStale: AllocatorBug = {
  id: 'alloc-back-link-stale',
  title: 'unlinking does not tell the next block who comes before it now',
  story:
    'In a doubly linked list two links change. With one of them wrong the list looks right from its head, until a ' +
    'block in its middle is taken out.',
  rule: 'metadata agrees',
  goesWrongIn: 'allocate',
  shortest: 2,
  Allocator: BackLinkStale,
};
