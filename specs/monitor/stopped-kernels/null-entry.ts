/** page_insert stores through what pgdir_walk gives it, which is null when there is no page for a table. */
import type { Va } from 'ringfence/hardware';
import { JosKernel, memlayout } from 'ringfence/kernel';

const { PTE_P } = memlayout;

export default class NullEntry extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true); // wrong
    this.setPpRef(pp, this.ppRef(pp) + 1);
    this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | PTE_P);
    return 0;
  }
}
