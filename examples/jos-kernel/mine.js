/** The second lab of JOS, as far as one has come: page_insert and page_remove are one's own, the rest is as it comes. */
import { JosKernel, memlayout } from 'ringfence/kernel';

const { E_NO_MEM, PTE_P } = memlayout;

export default class Mine extends JosKernel {
  /** Counts first: where the same page is mapped there already, page_remove must not free it. */
  pageInsert(pgdir, pp, va, perm) {
    const entry = this.pgdirWalk(pgdir, va, true);
    if (entry === 0) return -E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    this.pageRemove(pgdir, va);
    this.store(entry, this.page2pa(pp) | perm | PTE_P);
    return 0;
  }

  pageRemove(pgdir, va) {
    const found = this.pageLookup(pgdir, va);
    if (found === null) return;
    this.store(found.entry, 0);
    this.tlbInvalidate(pgdir, va);
    this.pageDecref(found.page);
  }
}
