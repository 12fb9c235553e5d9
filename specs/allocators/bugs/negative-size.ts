import { LifoList } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class NegativeSize extends LifoList {
  override reallocate(page: number, count: number, wanted: number): number {
    const shrinks = wanted !== 0 && wanted <= count && this.isTaken(page, count);
    return shrinks ? this.shrink(page, count, wanted) : super.reallocate(page, count, wanted);
  }
}

export const negativeSize: AllocatorBug = {
  id: 'alloc-negative-size',
  title: 'a resize to less than no page shrinks the block',
  story:
    'That no page is nonsense was thought of, and a size is signed: a difference that went wrong is less than the ' +
    'block has. So it shrinks, and gives back pages that lie before it.',
  rule: 'nonsense refused',
  goesWrongIn: 'reallocate',
  shortest: 2,
  Allocator: NegativeSize,
};
