import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FlagsInPointer extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = create ? this.pageAlloc(memlayout.ALLOC_ZERO) : va(0);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(this.load(directoryEntry)) + memlayout.PTX(address) * 4);
  }
}

export const flagsInPointer: JosBug = {
  id: 'jos-36b',
  title: 'pgdir_walk leaves the flags in the pointer',
  story:
    'Without PTE_ADDR the flags of the directory entry become the low bits of the pointer, seven bytes too far. The ' +
    'processor does not mind an odd address, so that the entry is written, but beside its place.',
  sort: 'violation',
  real: { mit: 'P12', sjtu: 'P12' },
  goesWrongIn: 'page_insert',
  Kernel: FlagsInPointer,
};
