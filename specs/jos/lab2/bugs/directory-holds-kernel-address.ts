import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class DirectoryHoldsKernelAddress extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2kva(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const directoryHoldsKernelAddress: JosBug = {
  id: 'jos-33',
  title: 'pgdir_walk stores a kernel address in the directory',
  story:
    'The kernel uses pointers everywhere, but the entry is read by the MMU, which wants a physical address. The way ' +
    'back fails first: such an address, taken for a physical one, is beyond all memory.',
  sort: 'violation',
  real: { mit: 'KADDR', sjtu: 'KADDR' },
  goesWrongIn: 'page_insert',
  Kernel: DirectoryHoldsKernelAddress,
};
