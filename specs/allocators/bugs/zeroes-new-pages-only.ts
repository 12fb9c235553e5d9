import { Bitmap, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class ZeroesNewPagesOnly extends Bitmap {
  override allocate(count: number, zeroed: boolean): number {
    const first = super.allocate(count, false);
    if (first === NONE) return NONE;
    const mark = this.memory.load32(0);
    if (zeroed && first + count > mark)
      this.memory.fillPages(Math.max(first, mark), first + count - Math.max(first, mark), 0);
    this.memory.store32(0, Math.max(mark, first + count));
    return first;
  }
}

export const zeroesNewPagesOnly: AllocatorBug = {
  id: 'alloc-zeroes-new-pages-only',
  title: 'pages are zeroed only the first time they are given',
  story:
    'A mark says up to where memory was ever used. Pages behind it are zeroed when they are asked for; those ' +
    'before it seem to have been zeroed already. What one process wrote there, the next one reads.',
  rule: 'zeroed when asked',
  goesWrongIn: 'allocateZeroed',
  shortest: 3,
  Allocator: ZeroesNewPagesOnly,
};
