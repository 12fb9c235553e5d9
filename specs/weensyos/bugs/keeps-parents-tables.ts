import { frame } from '../../../hardware/hardware.ts';
import { abi, P_RUNNABLE, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class KeepsParentsTables extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.setRegister(frame.RAX, 0);
    child.pagetable = parent.pagetable;
    child.state = P_RUNNABLE;
    return child.pid;
  }
}

export const keepsParentsTables: WeensyBug = {
  id: 'weensyos-33',
  title: 'fork gives the child the tables of its parent',
  story:
    'A child is a copy of its parent, and its tables are copied with the rest of the descriptor. Both run in one ' +
    'address space, until one of them exits.',
  caughtBy: 'invariant: reached through root',
  goesWrongIn: 'fork',
  Kernel: KeepsParentsTables,
};
