import { NONE, TwoLevelBitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class TopBit extends TwoLevelBitmap {
  override findPage(): number {
    for (let page = 0; page < this.pages; page += 32) {
      if (this.memory.load32(4 * Math.ceil(Math.ceil(this.pages / 32) / 32) + page / 8) > 0)
        return this.pageOf(page / 32);
    }
    return NONE;
  }
}

export const topBit: AllocatorBug = {
  id: 'alloc-top-bit',
  title: 'a word is taken to be empty unless it is above 0',
  story:
    'Words are signed here. With the highest of its 32 bits set a word is negative, and all of its pages are ' +
    'passed over.',
  rule: 'failure means full',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: TopBit,
};
