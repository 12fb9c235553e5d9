import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class DirectoryWithoutWrite extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const directoryWithoutWrite: JosBug = {
  id: 'jos-34b',
  title: 'pgdir_walk makes directory entries without PTE_W',
  story:
    'Both levels must allow writing, and here the upper one never does. With all of memory in small pages the check ' +
    'of the directory sees it; where large pages need no tables, it passes, and the first write through an inserted ' +
    'page faults.',
  sort: 'violation',
  real: { mit: 'K7', sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_insert',
  Kernel: DirectoryWithoutWrite,
};
