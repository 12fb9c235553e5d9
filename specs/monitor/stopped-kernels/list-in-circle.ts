/** page_remove frees a page that page_decref has freed: it is on the list twice, and leads to itself. */
import type { Va } from 'ringfence/hardware';
import { JosKernel } from 'ringfence/kernel';

export default class ListInCircle extends JosKernel {
  override pageFree(pp: Va): void {
    this.setPpLink(pp, this.pageFreeList);
    this.pageFreeList = pp;
  }

  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageDecref(looked.page);
    if (this.ppRef(looked.page) === 0) this.pageFree(looked.page); // wrong
    this.store(looked.entry, 0);
    this.tlbInvalidate(pgdir, address);
  }
}
