import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class AlignmentLost extends Buddy {
  override isBlock(page: number, order: number): boolean {
    return page + (1 << order) <= this.pages;
  }
}

export const alignmentLost: AllocatorBug = {
  id: 'alloc-alignment-lost',
  title: 'blocks are counted from the first usable page',
  story:
    'Memory seldom begins at page 0. Cut into blocks from where it does begin, none of them lies at a multiple of ' +
    'its size, and no block is where its buddy looks for it.',
  rule: 'aligned to its size',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: AlignmentLost,
};
