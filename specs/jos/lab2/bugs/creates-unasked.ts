import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class CreatesUnasked extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, _create: boolean): Va {
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if ((this.load(directoryEntry) & memlayout.PTE_P) === 0) {
      const table = this.pageAlloc(memlayout.ALLOC_ZERO);
      if (table === 0) return va(0);
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | memlayout.PTE_P | memlayout.PTE_W | memlayout.PTE_U);
    }
    return va(this.kaddr(memlayout.PTE_ADDR(this.load(directoryEntry))) + memlayout.PTX(address) * 4);
  }
}

export const createsUnasked: JosBug = {
  id: 'jos-56',
  title: 'pgdir_walk makes a table even if it is not to',
  story:
    'The parameter is forgotten. Where the lab wants NULL there is an entry, and page_remove, which should do nothing ' +
    'for what was never mapped, takes a page for a table that stays empty as long as the directory lives. The check ' +
    'that could notice asks while nothing is free.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_lookup or pgdir_walk or page_remove',
  Kernel: CreatesUnasked,
};
