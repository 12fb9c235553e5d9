import { NextFit, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class RunAroundEnd extends NextFit {
  override search(from: number, end: number, count: number): number {
    const found = super.search(from, end, count);
    const last = this.pages - 1;
    const isSplit = found === NONE && count === 2 && this.nextFree(last) === last && this.nextFree(0) === 0;
    return isSplit ? last : found;
  }
}

export const runAroundEnd: AllocatorBug = {
  id: 'alloc-run-around-end',
  title: 'a run may go around the end of memory',
  story:
    'Pages are taken modulo the size of memory, also within one block: it begins at the last page and goes on at ' +
    'page 0.',
  rule: 'inside bounds',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: RunAroundEnd,
};
