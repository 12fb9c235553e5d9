import { TwoLevelBitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class SummaryNotSet extends TwoLevelBitmap {
  override free(page: number, count: number): boolean {
    const wasKnown = page >= 0 && page < this.pages && this.bit(0, page >>> 5);
    const isFreed = super.free(page, count);
    if (isFreed && !wasKnown) this.clearBit(0, page >>> 5);
    return isFreed;
  }
}

export const summaryNotSet: AllocatorBug = {
  id: 'alloc-summary-not-set',
  title: 'a free into a full word does not tell the summary',
  story: 'The bit of the page is set, the bit of its word is not. The page is free, and is never found.',
  rule: 'failure means full',
  goesWrongIn: 'allocate',
  shortest: 3,
  Allocator: SummaryNotSet,
};
