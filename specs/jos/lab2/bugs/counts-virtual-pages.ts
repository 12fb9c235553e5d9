import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class CountsVirtualPages extends JosKernel {
  override isInUse(page: number): boolean {
    return super.isInUse(page, memlayout.PGNUM(this.bootAlloc(0)));
  }
}

export const countsVirtualPages: JosBug = {
  id: 'jos-20c',
  title: 'page_init takes the page number of a virtual address',
  story:
    'boot_alloc(0) returns a virtual address, and PGNUM makes a number of any address, so that nothing complains. ' +
    'The first free page seems to lie near 4 GiB, and all extended memory counts as in use; the check of the free ' +
    'list wants to see at least one page of it.',
  sort: 'cost',
  real: { mit: 'F10', sjtu: 'F10' },
  goesWrongIn: 'page_init',
  Kernel: CountsVirtualPages,
};
