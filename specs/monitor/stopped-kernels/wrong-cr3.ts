/** At the end of a system call the tables of another slot are loaded, in which there is nobody. */
import { frame, type Va } from 'ringfence/hardware';
import { NO_RETURN, WeensyKernel } from 'ringfence/kernel';

export default class WrongCr3 extends WeensyKernel {
  override systemCall(saved: Va): void {
    const process = this.enter(saved);
    const result = this.syscall(process, process.register(frame.RAX), process.register(frame.RDI));
    if (result === NO_RETURN) return;
    const root = this.ptable[process.slot + 2].pagetable; // wrong
    this.machine.entry.loadRoot(root);
    this.machine.entry.returnFromSystemCall(result);
  }
}
