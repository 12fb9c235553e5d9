import { type Pa, pa, va } from '../../../hardware/hardware.ts';
import { abi, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class LosesConsole extends WeensyKernel {
  override mapKernelPart(root: Pa, source: Pa): boolean {
    const mapped = super.mapKernelPart(root, source);
    new Vmiter(this, root, va(abi.CONSOLE_ADDR)).map(pa(0), 0);
    return mapped;
  }
}

export const losesConsole: WeensyBug = {
  id: 'weensyos-41',
  title: 'the console is not mapped in the tables of processes',
  story:
    "The copy of the kernel's part leaves out what is not the kernel's. Programs fault when they print, and so " +
    'does the kernel when it writes to the console on their tables.',
  caughtBy: 'invariant: equal kernel part',
  goesWrongIn: 'boot',
  Kernel: LosesConsole,
};
