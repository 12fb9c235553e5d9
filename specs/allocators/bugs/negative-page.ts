import { FirstFit } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class NegativePage extends FirstFit {
  override isTaken(page: number, count: number): boolean {
    if (page + count > this.pages) return false;
    for (let i = page; i < page + count; i++) if (this.references(i) === 0) return false;
    return true;
  }
}

export const negativePage: AllocatorBug = {
  id: 'alloc-negative-page',
  title: 'a free checks its page against the end of memory alone',
  story: 'Page numbers are signed here, and -1 is below the end. What lies before the counts is taken for counts.',
  rule: 'foreign free refused',
  goesWrongIn: 'freeAt',
  shortest: 1,
  Allocator: NegativePage,
};
