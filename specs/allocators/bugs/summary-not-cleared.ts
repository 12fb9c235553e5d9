import { TwoLevelBitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class SummaryNotCleared extends TwoLevelBitmap {
  override take(page: number): void {
    this.clearBit(4 * Math.ceil(Math.ceil(this.pages / 32) / 32), page);
  }
}

export const summaryNotCleared: AllocatorBug = {
  id: 'alloc-summary-not-cleared',
  title: 'the last page of a word is taken, and the summary not told',
  story: 'The summary sends the next request to a word without a free page. The lowest bit of nothing is bit -1.',
  rule: 'nothing leaks',
  goesWrongIn: 'freeAll',
  shortest: 1,
  Allocator: SummaryNotCleared,
};
