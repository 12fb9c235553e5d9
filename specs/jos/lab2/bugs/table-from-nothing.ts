import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class TableFromNothing extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      if (!create) return va(0);
      const table = this.pageAlloc(memlayout.ALLOC_ZERO);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const tableFromNothing: JosBug = {
  id: 'jos-37',
  title: 'pgdir_walk does not ask whether there was a page',
  story:
    'page_alloc hardly ever fails, and its result is used at once. The check empties the list first: the count of ' +
    'descriptor 0 is raised, at an address that is read-only at boot.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_insert',
  Kernel: TableFromNothing,
};
