import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class DirectoryEntryNotZero extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if (this.load(directoryEntry) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const directoryEntryNotZero: JosBug = {
  id: 'jos-55',
  title: 'pgdir_walk takes any directory entry that is not 0 for a table',
  story:
    '`if (pgdir[PDX(va)])` is shorter than asking for PTE_P. In this kernel an entry is either 0 or present, as ' +
    'nothing ever clears the bit alone, and the two questions have one answer.',
  sort: 'equivalent',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: null,
  Kernel: DirectoryEntryNotZero,
};
