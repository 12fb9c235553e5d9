import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class OrderRoundedDown extends Buddy {
  override orderOf(count: number): number {
    return 31 - Math.clz32(count);
  }
}

export const orderRoundedDown: AllocatorBug = {
  id: 'alloc-order-rounded-down',
  title: 'a request that is no power of two gets the next smaller block',
  story:
    'The order is the logarithm, and it is rounded down. Three pages are asked for, two are given, and the third ' +
    "is somebody else's.",
  rule: 'metadata agrees',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: OrderRoundedDown,
};
