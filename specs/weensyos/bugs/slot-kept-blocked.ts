import { P_BLOCKED, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class SlotKeptBlocked extends WeensyKernel {
  override exit(process: Process): void {
    super.exit(process);
    process.state = P_BLOCKED;
  }
}

export const slotKeptBlocked: WeensyBug = {
  id: 'weensyos-47',
  title: 'exit leaves the slot blocked, for a parent that never asks',
  story:
    'Other kernels keep a process that has ended until its parent waited for it. Here nobody waits, and the slot is never free again.',
  caughtBy: 'invariant: no slot is lost',
  goesWrongIn: 'exit',
  Kernel: SlotKeptBlocked,
};
