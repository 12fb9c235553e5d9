import { LifoList, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class MovesWithoutCopying extends LifoList {
  override move(page: number, count: number, wanted: number): number {
    const target = this.allocateRun(wanted);
    if (target !== NONE) this.free(page, count);
    return target;
  }
}

export const movesWithoutCopying: AllocatorBug = {
  id: 'alloc-moves-without-copying',
  title: 'a block that moves leaves its contents behind',
  story: 'A new block is taken and the old one freed. In between belongs a copy.',
  rule: 'payload preserved',
  goesWrongIn: 'reallocate',
  shortest: 3,
  Allocator: MovesWithoutCopying,
};
