import type { Va } from '../../../hardware/hardware.ts';
import { abi, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class PageNotZeroed extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    if (!this.isValidHeapAddress(address)) return abi.E_FAILED;
    const page = this.kalloc();
    return page === 0 ? abi.E_FAILED : this.replacePage(process, address, page);
  }
}

export const pageNotZeroed: WeensyBug = {
  id: 'weensyos-19',
  title: 'page_alloc does not zero the page',
  story:
    'Fresh memory of a machine just started is zero, and looks as if it was zeroed. kalloc fills pages with 0xCC ' +
    'so that it shows.',
  caughtBy: 'invariant: fresh page is zero',
  goesWrongIn: 'page_alloc',
  Kernel: PageNotZeroed,
};
