import { type Pa, pa, ppnOf, va } from '../../../hardware/hardware.ts';
import { abi, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class FreesByVirtualAddress extends WeensyKernel {
  override freeUserPages(root: Pa): void {
    const it = new Vmiter(this, root, va(abi.PROC_START_ADDR - abi.PAGESIZE));
    while (it.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) {
      const page = ppnOf(pa(it.va));
      if (this.isAllocatable(page) && this.physpages.refcount(page) > 0) this.kfree(pa(it.va));
    }
  }
}

export const freesByVirtualAddress: WeensyBug = {
  id: 'weensyos-29',
  title: 'exit frees the pages whose physical address is a virtual address of the program',
  story:
    'When the course begins, the two are the same number, and the loop survives from then. It frees pages of ' +
    'other processes.',
  caughtBy: 'invariant: nothing leaks',
  goesWrongIn: 'exit or fork',
  Kernel: FreesByVirtualAddress,
};
