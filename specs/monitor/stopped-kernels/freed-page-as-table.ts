/** page_alloc frees the page that it has just mapped, and not the one that was there: the next table lies in it. */
import type { Pa, Ppn, Va } from 'ringfence/hardware';
import { ppn } from 'ringfence/hardware';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from 'ringfence/kernel';

export default class FreedPageAsTable extends WeensyKernel {
  override replacePage(process: Process, address: Va, page: Pa): number {
    const it = new Vmiter(this, process.pagetable, address);
    const isUsed = it.user;
    if (it.tryMap(page, PTE_PWU) < 0) return abi.E_FAILED;
    if (isUsed) this.kfree(page); // wrong
    return 0;
  }

  /** The first page that nobody counts. */
  override findFreePage(): Ppn {
    for (let page = 0; page < this.pages; page++)
      if (this.isAllocatable(ppn(page)) && this.physpages.refcount(ppn(page)) === 0) return ppn(page);
    return ppn(-1);
  }
}
