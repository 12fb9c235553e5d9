import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class StoresThroughNullEntry extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const storesThroughNullEntry: JosBug = {
  id: 'jos-08',
  title: 'page_insert does not ask whether pgdir_walk found an entry',
  story:
    'With create set, pgdir_walk seems unable to fail, and its result is used at once. When no page is left for ' +
    'the table it is null, and the new entry is written to address 0, which is mapped read-only during the boot: ' +
    'a page fault with nobody to take it.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_insert',
  Kernel: StoresThroughNullEntry,
};
