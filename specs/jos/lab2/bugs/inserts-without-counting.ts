import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class InsertsWithoutCounting extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const insertsWithoutCounting: JosBug = {
  id: 'jos-03',
  title: 'page_insert maps the page without counting it',
  story:
    "A page that page_alloc returns has count 0, which is easily taken for 'the page is in use from now on'. Then " +
    'the mapping has no reference: the first page_remove takes the count below zero, to 65535, and the page never ' +
    'comes back. The test of the very first mapping finds a count of 0.',
  sort: 'violation',
  real: { mit: 'P13', sjtu: 'P13' },
  goesWrongIn: 'page_insert',
  Kernel: InsertsWithoutCounting,
};
