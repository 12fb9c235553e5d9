import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class ReturnsPhysicalPointer extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(memlayout.PTE_ADDR(this.load(directoryEntry)) + memlayout.PTX(address) * 4);
  }
}

export const returnsPhysicalPointer: JosBug = {
  id: 'jos-36a',
  title: 'pgdir_walk returns a physical address',
  story:
    'The entry holds the physical address of the table, and it is used as a pointer as it is. At boot it can even be ' +
    'read there, as low memory is mapped at 0; the first write of an entry faults, and nothing handles that.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_insert',
  Kernel: ReturnsPhysicalPointer,
};
