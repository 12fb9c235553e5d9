import { va } from '../../../hardware/hardware.ts';
import { abi, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import * as layout from '../../../kernel/weensyos/layout.ts';
import type { WeensyBug } from '../bug.ts';

class KernelOpen extends WeensyKernel {
  override mapKernelMemory(): void {
    super.mapKernelMemory();
    const it = new Vmiter(this, layout.KERNEL_PAGETABLE);
    while (it.findNextMapped(va(abi.PROC_START_ADDR))) it.map(it.pa, PTE_PWU);
  }
}

export const kernelOpen: WeensyBug = {
  id: 'weensyos-13',
  title: 'programs may read and write the memory of the kernel',
  story:
    'Kernel memory keeps PTE_U, as it is when the course begins. Nothing that ships with the course tries to ' +
    'write there.',
  caughtBy: 'invariant: kernel memory is private',
  goesWrongIn: 'boot',
  Kernel: KernelOpen,
};
