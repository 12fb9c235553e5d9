/** Faults in what `page_alloc` does with the page that was mapped there before. */
import type { Pa, Va } from '../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Fault } from './fault.ts';

class OldPageFreedFirst extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    const it = new Vmiter(this, process.pagetable, address);
    if (this.isValidHeapAddress(address) && it.user) {
      this.kfree(it.pa);
      it.map(it.pa, 0);
    }
    return super.pageAlloc(process, address);
  }
}

export const oldPageFreedFirst: Fault = {
  name: 'freeing the old page first in page_alloc',
  sentence: 'The page mapped before is freed before the new one is taken, not after the new one is mapped.',
  Kernel: OldPageFreedFirst,
};

class OldPageNeverFreed extends WeensyKernel {
  override replacePage(process: Process, address: Va, page: Pa): number {
    if (new Vmiter(this, process.pagetable, address).tryMap(page, PTE_PWU) === 0) return 0;
    this.kfree(page);
    return abi.E_FAILED;
  }
}

export const oldPageNeverFreed: Fault = {
  name: 'never freeing the old page in page_alloc',
  sentence: 'The page mapped before keeps a reference that nobody holds.',
  Kernel: OldPageNeverFreed,
};
