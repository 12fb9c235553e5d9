import { type Pa, pa, type Va } from '../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class NewPageLost extends WeensyKernel {
  override replacePage(process: Process, address: Va, page: Pa): number {
    const it = new Vmiter(this, process.pagetable, address);
    const old = it.user ? it.pa : pa(0);
    if (it.tryMap(page, PTE_PWU) < 0) return abi.E_FAILED;
    this.kfree(old);
    return 0;
  }
}

export const newPageLost: WeensyBug = {
  id: 'weensyos-17',
  title: 'page_alloc loses the new page when no table can be made for it',
  story: 'kalloc has succeeded, try_map has not, and the error is returned at once. It would cost a page each time.',
  caughtBy: null,
  goesWrongIn: null,
  because:
    "page_alloc's addresses lie under two tables of level 1, and every process has both from its start: the lower " +
    'for its text, the upper for its stack.',
  Kernel: NewPageLost,
};
