import { FirstFit } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class CountNotChecked extends FirstFit {
  override drop(page: number): void {
    this.setReferences(page, 0);
  }
}

export const countNotChecked: AllocatorBug = {
  id: 'alloc-count-not-checked',
  title: 'a free gives the page up, whoever else refers to it',
  story: 'kfree sets the count to 0 and does not drop it by one. As long as nothing is shared, that is the same.',
  rule: 'exact reference count',
  goesWrongIn: 'free',
  shortest: 3,
  Allocator: CountNotChecked,
};
