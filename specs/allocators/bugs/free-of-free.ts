import { FirstFit, isWithin } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class FreeOfFree extends FirstFit {
  override isTaken(page: number, count: number): boolean {
    return isWithin(page, count, this.pages);
  }
}

export const freeOfFree: AllocatorBug = {
  id: 'alloc-free-of-free',
  title: 'a free does not look whether the page is in use',
  story:
    'The count goes from 0 to 255, which is a hole here and would be 255 references elsewhere: either way the ' +
    'page is lost.',
  rule: 'double free refused',
  goesWrongIn: 'free',
  shortest: 3,
  Allocator: FreeOfFree,
};
