import { FirstFit } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class ZeroesFirstPage extends FirstFit {
  override zero(page: number): void {
    super.zero(page, 1);
  }
}

export const zeroesFirstPage: AllocatorBug = {
  id: 'alloc-zeroes-first-page',
  title: 'only the first page of a block is zeroed',
  story: 'memset(page, 0, PGSIZE) was right as long as blocks were single pages.',
  rule: 'zeroed when asked',
  goesWrongIn: 'allocateZeroed',
  shortest: 1,
  Allocator: ZeroesFirstPage,
};
