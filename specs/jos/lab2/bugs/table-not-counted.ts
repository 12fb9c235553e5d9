import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class TableNotCounted extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const tableNotCounted: JosBug = {
  id: 'jos-32',
  title: 'pgdir_walk does not count the table',
  story:
    'page_alloc leaves the count at 0, and the directory that now uses the page is easily not thought of as a ' +
    'reference. The page works as a table; but whoever goes by the count holds it for free.',
  sort: 'violation',
  real: { mit: 'P14', sjtu: 'P14' },
  goesWrongIn: 'page_insert',
  Kernel: TableNotCounted,
};
