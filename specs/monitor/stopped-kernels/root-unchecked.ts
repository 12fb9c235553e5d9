/** fork does not ask whether there was a page for the root. */
import { frame } from 'ringfence/hardware';
import { abi, P_RUNNABLE, type Process, WeensyKernel } from 'ringfence/kernel';

export default class RootUnchecked extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    const root = this.kallocPagetable(); // wrong
    if (!this.copyAddressSpace(root, parent.pagetable)) return this.undoFork(root);
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.setRegister(frame.RAX, 0);
    child.pagetable = root;
    child.state = P_RUNNABLE;
    return child.pid;
  }
}
