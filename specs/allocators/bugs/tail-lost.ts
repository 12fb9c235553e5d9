import { LifoList, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class TailLost extends LifoList {
  override unlink(before: number, page: number): void {
    super.unlink(before, page, NONE);
  }
}

export const tailLost: AllocatorBug = {
  id: 'alloc-tail-lost',
  title: 'taking a page out of the middle loses what comes behind it',
  story:
    'The page before is linked to nothing, where it should be linked to the next. The shorter list is still a ' +
    'good list.',
  rule: 'nothing leaks',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: TailLost,
};
