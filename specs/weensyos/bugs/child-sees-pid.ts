import { frame } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ChildSeesPid extends WeensyKernel {
  override fork(parent: Process): number {
    const pid = super.fork(parent);
    if (pid > 0) this.ptable[pid].setRegister(frame.RAX, pid);
    return pid;
  }
}

export const childSeesPid: WeensyBug = {
  id: 'weensyos-08',
  title: 'fork returns the pid to the child, too',
  story:
    'The registers are copied, rax among them, and rax is what fork returns. Whatever the parent had there last ' +
    'the child takes for its own answer.',
  caughtBy: 'model',
  goesWrongIn: 'fork',
  Kernel: ChildSeesPid,
};
