import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class GivesNextAddress extends JosKernel {
  override bootAlloc(n: number): Va {
    if (this.nextfree === 0) this.nextfree = va(memlayout.ROUNDUP(this.parameters.end, memlayout.PGSIZE));
    if (n > 0) this.nextfree = va(memlayout.ROUNDUP(this.nextfree + n, memlayout.PGSIZE));
    if (memlayout.PGNUM(this.nextfree - memlayout.KERNBASE) > this.npages) this.panic('boot_alloc: out of memory');
    return this.nextfree;
  }
}

export const givesNextAddress: JosBug = {
  id: 'jos-22a',
  title: 'boot_alloc returns the new end of what it gave away',
  story:
    'The pointer is moved first and returned then, so that every caller gets the memory after its own. The page ' +
    'descriptors lie where free memory starts, are freed with it, and are overwritten by the first check.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'boot_alloc',
  Kernel: GivesNextAddress,
};
