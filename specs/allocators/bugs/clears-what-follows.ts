import { FirstFit } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class ClearsWhatFollows extends FirstFit {
  override zero(page: number, count: number): void {
    super.zero(page, count + 1);
  }
}

export const clearsWhatFollows: AllocatorBug = {
  id: 'alloc-clears-what-follows',
  title: 'zeroing clears one page too many',
  story: 'The loop runs to and including the last page plus one. Who has the page behind the block finds it empty.',
  rule: 'stays in its own memory',
  goesWrongIn: 'allocateZeroed',
  shortest: 1,
  Allocator: ClearsWhatFollows,
};
