import { Bitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class FreeOneTooFew extends Bitmap {
  override release(page: number, count: number): void {
    super.release(page, Math.max(1, count - 1));
  }
}

export const freeOneTooFew: AllocatorBug = {
  id: 'alloc-free-one-too-few',
  title: 'a free of several pages leaves out the last',
  story:
    'The loop from the first page to the last stops before the last. A block of one page is freed all the same, ' +
    'by a case of its own.',
  rule: 'nothing leaks',
  goesWrongIn: 'free',
  shortest: 2,
  Allocator: FreeOneTooFew,
};
