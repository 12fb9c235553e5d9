import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class SamePageWithoutFlush extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    const before = this.load(entry);
    if ((before & memlayout.PTE_P) === 0 || memlayout.PTE_ADDR(before) !== this.page2pa(pp)) {
      this.setPpRef(pp, this.ppRef(pp) + 1);
      if (before & memlayout.PTE_P) this.pageRemove(pgdir, address);
    }
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const samePageWithoutFlush: JosBug = {
  id: 'jos-58',
  title: 'page_insert changes the rights of a mapped page without telling the TLB',
  story:
    'The same page again is treated apart, rightly with its new rights, but page_remove, which would have ' +
    'invalidated the address, is passed by. A right that was taken away can be used for as long as the TLB remembers ' +
    'it; the checks change rights only before these tables are in force.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_insert',
  Kernel: SamePageWithoutFlush,
};
