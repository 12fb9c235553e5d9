import { frame } from '../../../hardware/hardware.ts';
import { abi, P_RUNNABLE, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class RootTakenForGranted extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    const root = this.kallocPagetable();
    if (!this.copyAddressSpace(root, parent.pagetable)) return this.undoFork(root);
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.setRegister(frame.RAX, 0);
    child.pagetable = root;
    child.state = P_RUNNABLE;
    return child.pid;
  }
}

export const rootTakenForGranted: WeensyBug = {
  id: 'weensyos-35',
  title: 'fork does not ask whether there was a page for the root of the tables',
  story:
    "kalloc's 0 for no memory becomes the address of a table. The next walk reads at address 0, and the kernel " +
    'faults, on a map of memory that has hardly a free page left.',
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'fork',
  Kernel: RootTakenForGranted,
};
