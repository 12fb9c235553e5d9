import { LifoList } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class ShrinksWithoutFreeing extends LifoList {
  override shrink(page: number): number {
    return page;
  }
}

export const shrinksWithoutFreeing: AllocatorBug = {
  id: 'alloc-shrinks-without-freeing',
  title: 'a block that shrinks keeps its tail',
  story:
    'page_realloc_npages returns the same block for fewer pages, which is right; the pages behind it belong to ' +
    'nobody from then on.',
  rule: 'nothing leaks',
  goesWrongIn: 'reallocate',
  shortest: 2,
  Allocator: ShrinksWithoutFreeing,
};
