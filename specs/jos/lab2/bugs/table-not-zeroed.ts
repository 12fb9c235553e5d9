import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class TableNotZeroed extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(0) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const tableNotZeroed: JosBug = {
  id: 'jos-31',
  title: 'pgdir_walk does not zero a new table',
  story:
    '`page_alloc(0)` where `ALLOC_ZERO` is meant. Whatever was in the page now counts as entries: the pattern that ' +
    'an earlier check left there looks present, and page_insert removes a page from it that no memory has.',
  sort: 'violation',
  real: { mit: 'pa2page', sjtu: 'pa2page' },
  goesWrongIn: 'page_insert',
  Kernel: TableNotZeroed,
};
