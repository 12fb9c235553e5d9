import { NextFit, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class NoWayAround extends NextFit {
  override findRun(count: number): number {
    const first = this.search(this.cursor(), this.pages, count);
    if (first !== NONE) this.setCursor(this.following(first, count));
    return first;
  }
}

export const noWayAround: AllocatorBug = {
  id: 'alloc-no-way-around',
  title: 'the search does not go around the end of memory',
  story:
    'It starts where the last block ended, and ends at the end. What was freed before that place is not found ' +
    'again.',
  rule: 'failure means full',
  goesWrongIn: 'allocate',
  shortest: 3,
  Allocator: NoWayAround,
};
