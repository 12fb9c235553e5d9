import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FirstEntryAlways extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry)));
  }
}

export const firstEntryAlways: JosBug = {
  id: 'jos-35a',
  title: 'pgdir_walk returns the first entry of the table',
  story:
    'Having found the table, one forgets the second index. For address 0 that is even right; the second page goes to ' +
    'the same entry, drops the first, and is not mapped where it should be.',
  sort: 'violation',
  real: { mit: 'P16', sjtu: 'P16' },
  goesWrongIn: 'page_insert',
  Kernel: FirstEntryAlways,
};
