import { frame } from '../../../hardware/hardware.ts';
import { abi, P_RUNNABLE, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class RunnableTooEarly extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.setRegister(frame.RAX, 0);
    child.state = P_RUNNABLE;
    child.pagetable = this.kallocPagetable();
    if (child.pagetable === 0) return abi.E_FAILED;
    return this.copyAddressSpace(child.pagetable, parent.pagetable) ? child.pid : this.undoFork(child.pagetable);
  }
}

export const runnableTooEarly: WeensyBug = {
  id: 'weensyos-07',
  title: 'fork marks the child runnable before its memory is complete',
  story:
    'State and registers are set first, the copy comes after. A fork that runs out of memory returns -1 and ' +
    'leaves a process behind that runs without tables.',
  caughtBy: 'invariant: runnable is complete',
  goesWrongIn: 'fork',
  Kernel: RunnableTooEarly,
};
