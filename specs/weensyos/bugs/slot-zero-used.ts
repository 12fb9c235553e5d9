import { P_FREE, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class SlotZeroUsed extends WeensyKernel {
  override findFreeSlot(): Process | null {
    return this.ptable.find((process) => process.state === P_FREE) ?? null;
  }
}

export const slotZeroUsed: WeensyBug = {
  id: 'weensyos-30',
  title: 'fork looks for a free slot from slot 0 on',
  story: 'Arrays begin at 0. Process 0 then exists, and a fork that returns 0 tells the parent that it is the child.',
  caughtBy: 'model',
  goesWrongIn: 'fork',
  Kernel: SlotZeroUsed,
};
