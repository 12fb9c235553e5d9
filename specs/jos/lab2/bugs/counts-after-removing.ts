import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class CountsAfterRemoving extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.setPpRef(pp, this.ppRef(pp) + 1);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const countsAfterRemoving: JosBug = {
  id: 'jos-01',
  title: 'page_insert counts the new reference after dropping the old one',
  story:
    'Remove what is there, count, map: it reads well. But where the same page is inserted again, removing it drops the last reference and frees the page, ' +
    'which is then mapped and on the free list at once.',
  sort: 'violation',
  real: { mit: 'P22', sjtu: 'P22' },
  goesWrongIn: 'page_insert',
  Kernel: CountsAfterRemoving,
};
