import { P_FREE, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Variant } from './variant.ts';

/** A child gets the last free slot. */
class DescendingSlots extends WeensyKernel {
  override findFreeSlot(): Process | null {
    for (let slot = this.ptable.length - 1; slot >= this.lowest; slot--)
      if (this.ptable[slot].state === P_FREE) return this.ptable[slot];
    return null;
  }

  get lowest(): number {
    return 1;
  }
}

class DownToZero extends DescendingSlots {
  override get lowest(): number {
    return 0;
  }
}

export const descendingSlots: Variant = {
  title: 'the last free slot for a child',
  Right: DescendingSlots,
  Wrong: DownToZero,
  mistake: 'slot 0, which is kept for the kernel, is given away when no other is free',
};
