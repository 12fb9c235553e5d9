import { type Pa, pa, va } from '../../../hardware/hardware.ts';
import { PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class OpensKernel extends WeensyKernel {
  override mapKernelPart(root: Pa, source: Pa): boolean {
    new Vmiter(this, source, va(0x42000)).map(pa(0x42000), PTE_PWU);
    return super.mapKernelPart(root, source);
  }
}

export const opensKernel: WeensyBug = {
  id: 'weensyos-40',
  title: 'a page of the kernel is open to programs',
  story: 'One page more than the console, by a bound that is off. It takes a program that tries each page to find it.',
  caughtBy: 'invariant: kernel memory is private',
  goesWrongIn: 'boot',
  Kernel: OpensKernel,
};
