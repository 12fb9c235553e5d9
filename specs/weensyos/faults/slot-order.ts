/** Faults in the order in which process slots are looked at. */
import { P_FREE, P_RUNNABLE, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Fault } from './fault.ts';

class SlotAfterParent extends WeensyKernel {
  override findFreeSlot(): Process | null {
    const slots = this.ptable.length;
    for (let step = 1; step < slots; step++) {
      const process = this.ptable[(this.current.slot + step) % slots];
      if (process.slot !== 0 && process.state === P_FREE) return process;
    }
    return null;
  }
}

export const slotAfterParent: Fault = {
  name: "searching a child's slot from its parent's on",
  sentence: 'A child gets the first free slot after that of its parent, not the lowest free one.',
  Kernel: SlotAfterParent,
};

class AlwaysFromSlotOne extends WeensyKernel {
  override schedule(): void {
    const next = this.ptable.find((process) => process.slot >= 1 && process.state === P_RUNNABLE);
    if (next === undefined) this.machine.entry.idle();
    else this.run(next);
  }
}

export const alwaysFromSlotOne: Fault = {
  name: 'scheduling always from slot 1',
  sentence: 'The runnable process with the lowest pid runs next, whoever ran last.',
  Kernel: AlwaysFromSlotOne,
};
