import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class PageNumberAsIndex extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PGNUM(address) * 4);
  }
}

export const pageNumberAsIndex: JosBug = {
  id: 'jos-35c',
  title: 'pgdir_walk takes the whole page number for the index',
  story:
    'PGNUM instead of PTX: the directory index is still in it. Within the first 4 MiB it is 0 and nobody notices; ' +
    'beyond, the pointer leaves the table, and the check tries one such address.',
  sort: 'violation',
  real: { mit: 'P55', sjtu: 'P55' },
  goesWrongIn: 'pgdir_walk',
  Kernel: PageNumberAsIndex,
};
