import { FirstFit, isWithin, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class OnlyFirstPageTaken extends FirstFit {
  override allocate(count: number, zeroed: boolean): number {
    if (!isWithin(0, count, this.pages)) return NONE;
    const first = this.findRun(count);
    if (first === NONE) return NONE;
    this.setReferences(first, 1);
    if (zeroed) this.zero(first, count);
    return first;
  }
}

export const onlyFirstPageTaken: AllocatorBug = {
  id: 'alloc-only-first-page-taken',
  title: 'only the first page of a block is marked as used',
  story: 'What worked for single pages was given a second parameter, and the loop around the mark was forgotten.',
  rule: 'metadata agrees',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: OnlyFirstPageTaken,
};
