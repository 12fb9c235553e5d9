import { LifoList } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class GrowsOverNeighbour extends LifoList {
  override reallocate(page: number, count: number, wanted: number): number {
    const isNextFree = page + count < this.pages && this.isFree(page + count);
    return wanted > count && isNextFree && page + wanted <= this.pages ? page : super.reallocate(page, count, wanted);
  }
}

export const growsOverNeighbour: AllocatorBug = {
  id: 'alloc-grows-over-neighbour',
  title: 'a block grows into pages that somebody has',
  story: 'Whether the pages behind the block are free was checked for the first of them only.',
  rule: 'metadata agrees',
  goesWrongIn: 'reallocate',
  shortest: 2,
  Allocator: GrowsOverNeighbour,
};
