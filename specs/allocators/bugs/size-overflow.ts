import { Bitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class SizeOverflow extends Bitmap {
  override isPossible(count: number): boolean {
    const bytes = (count << 12) >>> 0;
    return count > 0 && bytes <= this.pages * 4096;
  }

  override search(from: number, end: number, count: number): number {
    return super.search(from, end, count & 0xfffff);
  }

  override take(page: number, count: number): void {
    super.take(page, count & 0xfffff);
  }
}

export const sizeOverflow: AllocatorBug = {
  id: 'alloc-size-overflow',
  title: 'the size in bytes is computed in 32 bits',
  story:
    'The request is checked as bytes, and a million pages are no bytes at all: 2^20 times 2^12 is 0 in 32 bits. ' +
    'Whoever asks gets the first free page for it.',
  rule: 'nonsense refused',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: SizeOverflow,
};
