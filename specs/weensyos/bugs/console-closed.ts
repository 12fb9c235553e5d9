import { PTE_P, PTE_W, pa, va } from '../../../hardware/hardware.ts';
import { abi, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import * as layout from '../../../kernel/weensyos/layout.ts';
import type { WeensyBug } from '../bug.ts';

class ConsoleClosed extends WeensyKernel {
  override mapKernelMemory(): void {
    super.mapKernelMemory();
    new Vmiter(this, layout.KERNEL_PAGETABLE, va(abi.CONSOLE_ADDR)).map(pa(abi.CONSOLE_ADDR), PTE_P | PTE_W);
  }
}

export const consoleClosed: WeensyBug = {
  id: 'weensyos-11',
  title: 'programs may not write to the console',
  story:
    'All memory below PROC_START_ADDR loses PTE_U, and the console lies there. The first program to print faults ' +
    'at 0xb8000.',
  caughtBy: 'model',
  goesWrongIn: 'boot',
  Kernel: ConsoleClosed,
};
