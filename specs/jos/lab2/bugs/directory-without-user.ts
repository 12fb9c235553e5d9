import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class DirectoryWithoutUser extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const directoryWithoutUser: JosBug = {
  id: 'jos-34a',
  title: 'pgdir_walk makes directory entries without PTE_U',
  story:
    'Present and writable seems enough while the kernel is alone. But a right counts only if both levels grant it: ' +
    'no program could reach a page under such an entry, whatever its own entry says.',
  sort: 'violation',
  real: { mit: 'P28', sjtu: 'P28' },
  goesWrongIn: 'page_insert',
  Kernel: DirectoryWithoutUser,
};
