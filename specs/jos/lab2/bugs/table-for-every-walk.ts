import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES, TRIPLE_FAULT } from '../bug.ts';

class TableForEveryWalk extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const tableForEveryWalk: JosBug = {
  id: 'jos-38',
  title: 'pgdir_walk takes a page before it looks whether there is a table',
  story:
    'Allocating first makes the rest shorter, and the page that was not needed is lost. The checks walk while the ' +
    'list is empty and see nothing; but where all of memory is mapped in small pages, the walks use up what lies ' +
    'below 4 MiB, and the next page to be zeroed is not mapped yet. Large pages need no walks, and the loss stays ' +
    'unnoticed.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: SURVIVES },
  goesWrongIn: 'boot_map_region',
  Kernel: TableForEveryWalk,
};
