import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class AdvancesForNothing extends JosKernel {
  override bootAlloc(n: number): Va {
    const { PGSIZE, PGNUM, KERNBASE, ROUNDUP } = memlayout;
    if (this.nextfree === 0) this.nextfree = va(ROUNDUP(this.parameters.end, PGSIZE));
    const result = this.nextfree;
    this.nextfree = va(result + (Math.floor(n / PGSIZE) + 1) * PGSIZE);
    if (PGNUM(this.nextfree - KERNBASE) > this.npages) this.panic('boot_alloc: out of memory');
    return result;
  }
}

export const advancesForNothing: JosBug = {
  id: 'jos-21',
  title: 'boot_alloc(0) gives away a page too',
  story:
    'Rounding up is written as dividing by the page size and adding one, which is a page too much for whole ' +
    'pages, and for nothing at all. Asking where free memory starts thus moves it, and the second to ask finds ' +
    'pages on the free list that seem to be in use.',
  sort: 'cost',
  real: { mit: 'F8', sjtu: 'F8' },
  goesWrongIn: 'page_init',
  Kernel: AdvancesForNothing,
};
