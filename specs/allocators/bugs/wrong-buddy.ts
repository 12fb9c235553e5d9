import { Buddy } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class WrongBuddy extends Buddy {
  override buddyOf(page: number, order: number): number {
    return page + (1 << order);
  }
}

export const wrongBuddy: AllocatorBug = {
  id: 'alloc-wrong-buddy',
  title: 'the buddy is the block behind, always',
  story:
    'page + size where it should be page ^ size: right for every lower half, and wrong for every upper one, which ' +
    'is put together with a stranger.',
  rule: 'coalesced',
  goesWrongIn: 'free',
  shortest: 4,
  Allocator: WrongBuddy,
};
