import { FirstFit } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class LastPageMissed extends FirstFit {
  override search(from: number, end: number, count: number): number {
    return super.search(from, end - 1, count);
  }
}

export const lastPageMissed: AllocatorBug = {
  id: 'alloc-last-page-missed',
  title: 'the search ends before the last page',
  story:
    'The loop runs while page < pages - 1, as loops over pairs of neighbours do. One page is never given, and ' +
    'nobody notices until memory is nearly full.',
  rule: 'failure means full',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: LastPageMissed,
};
