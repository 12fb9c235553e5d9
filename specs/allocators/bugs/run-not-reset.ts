import { FirstFit, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class RunNotReset extends FirstFit {
  override search(from: number, end: number, count: number): number {
    let run = 0;
    for (let page = from; page < end; page++) {
      if (this.references(page) === 0) run++;
      if (run === count) return page - count + 1;
    }
    return NONE;
  }
}

export const runNotReset: AllocatorBug = {
  id: 'alloc-run-not-reset',
  title: 'a used page does not end the run that the search counts',
  story:
    'Free pages are counted, and the count is not set to 0 at a used page between them: the block that is given ' +
    'has somebody in its middle.',
  rule: 'inside bounds',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: RunNotReset,
};
