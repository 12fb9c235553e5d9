import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class ReplacesByHand extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    const old = this.load(entry);
    if (old & memlayout.PTE_P) this.pageDecref(this.pa2page(memlayout.PTE_ADDR(old)));
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const replacesByHand: JosBug = {
  id: 'jos-09c',
  title: 'page_insert replaces a page without page_remove, and without the TLB',
  story:
    "Instead of calling page_remove, it drops the old page's reference and overwrites the entry, which saves " +
    'clearing what is written next. What page_remove also did, invalidating the translation, is lost on the way, ' +
    'and only the last check looks through the MMU.',
  sort: 'violation',
  real: { mit: 'I6', sjtu: 'I6' },
  goesWrongIn: 'page_insert',
  Kernel: ReplacesByHand,
};
