/** Tables are freed before the pages that they map are found in them; and what is freed is filled, to show just that. */
import { type Pa, ppnOf, va } from 'ringfence/hardware';
import { WeensyKernel } from 'ringfence/kernel';

const FREED = 0xdeaddead | 0;

export default class TableFreedEarly extends WeensyKernel {
  override kfree(page: Pa): void {
    super.kfree(page);
    if (page !== 0 && this.physpages.refcount(ppnOf(page)) === 0) this.supervisor.fillPage(va(page), FREED);
  }

  override freeAddressSpace(root: Pa): void {
    this.freeTables(root); // wrong
    this.freeUserPages(root);
    this.kfree(root);
  }
}
