import { Bitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class TailBitsFree extends Bitmap {
  override initialize(isUsable: (page: number) => boolean): void {
    super.initialize(isUsable);
    this.mark(4, this.pages, this.lastBit() - this.pages, false);
  }

  override search(from: number, _end: number, count: number): number {
    return super.search(from, this.lastBit(), count);
  }
}

export const tailBitsFree: AllocatorBug = {
  id: 'alloc-tail-bits-free',
  title: 'the bits behind the last page are free',
  story:
    'A bitmap has whole words, memory has not. The bits that stand for no page must be marked as used when the ' +
    'map is made.',
  rule: 'inside bounds',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: TailBitsFree,
};
