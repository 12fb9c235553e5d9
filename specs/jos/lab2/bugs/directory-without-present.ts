import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class DirectoryWithoutPresent extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const directoryWithoutPresent: JosBug = {
  id: 'jos-34c',
  title: 'pgdir_walk makes directory entries without PTE_P',
  story:
    'The rights are set, and that the entry must say it is there is forgotten. The pointer that is returned is good, ' +
    'the insertion succeeds, and yet nothing is mapped; every further call makes another table.',
  sort: 'violation',
  real: { mit: 'P12', sjtu: 'P12' },
  goesWrongIn: 'page_insert',
  Kernel: DirectoryWithoutPresent,
};
