import { type Va, va } from '../../../hardware/hardware.ts';
import { abi, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class MemoryTakenForGranted extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    if (!this.isValidHeapAddress(address)) return abi.E_FAILED;
    const page = this.kalloc();
    this.supervisor.fillPage(va(page), 0);
    return this.replacePage(process, address, page);
  }
}

export const memoryTakenForGranted: WeensyBug = {
  id: 'weensyos-20',
  title: 'page_alloc does not ask whether kalloc found a page',
  story:
    'Until memory is full it always has. Then it returns 0, and to fill the page at 0 is a page fault of the ' +
    'kernel.',
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'page_alloc',
  Kernel: MemoryTakenForGranted,
};
