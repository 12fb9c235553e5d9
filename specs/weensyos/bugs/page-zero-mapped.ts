import { pa } from '../../../hardware/hardware.ts';
import { PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import * as layout from '../../../kernel/weensyos/layout.ts';
import type { WeensyBug } from '../bug.ts';

class PageZeroMapped extends WeensyKernel {
  override mapKernelMemory(): void {
    super.mapKernelMemory();
    new Vmiter(this, layout.KERNEL_PAGETABLE).map(pa(0), PTE_PWU);
  }
}

export const pageZeroMapped: WeensyBug = {
  id: 'weensyos-14',
  title: 'page 0 is mapped for programs, and a null pointer can be used',
  story:
    'The loop that maps memory begins at 0 and makes no exception. A program that follows a null pointer reads ' +
    'what lies there, and goes on.',
  caughtBy: 'invariant: kernel memory is private',
  goesWrongIn: 'boot',
  Kernel: PageZeroMapped,
};
