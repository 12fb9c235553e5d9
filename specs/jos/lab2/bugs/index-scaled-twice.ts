import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class IndexScaledTwice extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4 * 4);
  }
}

export const indexScaledTwice: JosBug = {
  id: 'jos-35b',
  title: 'pgdir_walk multiplies the index by four, and so does C',
  story:
    'Entries have four bytes, so one adds `PTX(va) * 4`; but to a pointer to entries, which counts in entries ' +
    'already. Index 0 stays right and index 1 becomes 4.',
  sort: 'violation',
  real: { mit: 'P16', sjtu: 'P16' },
  goesWrongIn: 'page_insert',
  Kernel: IndexScaledTwice,
};
