import { LifoList, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class ResizedToNothing extends LifoList {
  override reallocate(page: number, count: number, wanted: number): number {
    if (wanted === 0) this.free(page, count);
    return wanted === 0 ? NONE : super.reallocate(page, count, wanted);
  }
}

export const resizedToNothing: AllocatorBug = {
  id: 'alloc-resized-to-nothing',
  title: 'a block that is resized to no page is freed',
  story:
    "As many a C library's realloc does. But the answer is that of a resize that failed, and whoever gets it keeps " +
    'the block that he has, which is given to somebody else.',
  rule: 'metadata agrees',
  goesWrongIn: 'reallocate',
  shortest: 2,
  Allocator: ResizedToNothing,
};
