import { Bitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class FreeOneTooMany extends Bitmap {
  override release(page: number, count: number): void {
    super.release(page, Math.min(count + 1, this.pages - page));
  }
}

export const freeOneTooMany: AllocatorBug = {
  id: 'alloc-free-one-too-many',
  title: 'a free of several pages frees the one behind them, too',
  story:
    'The mask has count + 1 bits. If that page is free, nothing happens; if somebody has it, it will be given ' +
    'twice.',
  rule: 'metadata agrees',
  goesWrongIn: 'free',
  shortest: 2,
  Allocator: FreeOneTooMany,
};
