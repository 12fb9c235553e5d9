import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class ReturnsEarlyForSamePage extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    const old = this.load(entry);
    if (old & memlayout.PTE_P && memlayout.PTE_ADDR(old) === this.page2pa(pp)) return 0;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (old & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const returnsEarlyForSamePage: JosBug = {
  id: 'jos-02',
  title: 'page_insert returns at once where the page is mapped already',
  story:
    'The lab warns of inserting the same page at the same address, and a special case looks like the answer: ' +
    'nothing to do, return 0. But the caller may have asked for other permissions, and those never reach the ' +
    'entry: a test that adds PTE_U looks for it in vain.',
  sort: 'violation',
  real: { mit: 'P27', sjtu: 'P27' },
  goesWrongIn: 'page_insert',
  Kernel: ReturnsEarlyForSamePage,
};
