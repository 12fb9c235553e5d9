import { PAGE_SIZE, type Pa, pa, ppn, type Va, va } from '../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Variant } from './variant.ts';

/** `kalloc` and `page_alloc` written anew, without a word of those that are given; last page first. */
class OwnKalloc extends WeensyKernel {
  override kalloc(): Pa {
    for (let page = this.pages - 1; page >= 0; page--) {
      if (!this.isAllocatable(ppn(page)) || this.physpages.refcount(ppn(page)) > 0) continue;
      this.physpages.setRefcount(ppn(page), 1);
      return pa(page * PAGE_SIZE);
    }
    return pa(0);
  }

  override pageAlloc(process: Process, address: Va): number {
    if (address % PAGE_SIZE !== 0 || address < abi.PROC_START_ADDR || address >= abi.MEMSIZE_VIRTUAL) return -2;
    const page = this.kalloc();
    if (page === 0) return -3;
    this.clear(page);
    const it = new Vmiter(this, process.pagetable, address);
    const old = it.user ? it.pa : pa(0);
    if (it.tryMap(page, PTE_PWU) < 0) {
      this.kfree(page);
      return -3;
    }
    this.kfree(old);
    return 0;
  }

  clear(page: Pa): void {
    for (let at = 0; at < PAGE_SIZE; at += 4) this.supervisor.store32(va(page + at), 0);
  }
}

class ClearsAllButTheLastWord extends OwnKalloc {
  override clear(page: Pa): void {
    for (let at = 0; at < PAGE_SIZE - 4; at += 4) this.supervisor.store32(va(page + at), 0);
  }
}

export const ownKalloc: Variant = {
  title: 'kalloc and page_alloc of its own, other error numbers',
  Right: OwnKalloc,
  Wrong: ClearsAllButTheLastWord,
  mistake: 'the last word of a page is not cleared',
};
