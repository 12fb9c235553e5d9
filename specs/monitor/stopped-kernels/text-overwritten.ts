/** boot_alloc begins where the kernel begins, and not where it ends. */
import { type Va, va } from 'ringfence/hardware';
import { JosKernel, memlayout } from 'ringfence/kernel';

const { EXTPHYSMEM, KERNBASE, PGSIZE, ROUNDUP } = memlayout;

export default class TextOverwritten extends JosKernel {
  override bootAlloc(n: number): Va {
    if (this.nextfree === 0) this.nextfree = va(KERNBASE + EXTPHYSMEM); // wrong
    const result = this.nextfree;
    this.nextfree = va(ROUNDUP(result + n, PGSIZE));
    return result;
  }
}
