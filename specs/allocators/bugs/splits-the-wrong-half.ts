import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class SplitsTheWrongHalf extends Buddy {
  override split(page: number, from: number, order: number): void {
    for (let half = from - 1; half >= order; half--) this.insert(page, half);
  }
}

export const splitsTheWrongHalf: AllocatorBug = {
  id: 'alloc-splits-the-wrong-half',
  title: 'a split puts the lower half on the list, and gives it away, too',
  story: 'Which half is free is a matter of taste, but the block that is given must be the other one.',
  rule: 'metadata agrees',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: SplitsTheWrongHalf,
};
