import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class CountsBeforeFailing extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    this.setPpRef(pp, this.ppRef(pp) + 1);
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const countsBeforeFailing: JosBug = {
  id: 'jos-04',
  title: 'page_insert counts the reference before it knows that it can map',
  story:
    'Counting first is how one avoids freeing a page that is inserted again, and first easily becomes the first ' +
    'line. When there is no memory for a page table, the call fails and leaves a reference that nobody will ever ' +
    'drop. The test makes it fail once and succeed then, and finds two.',
  sort: 'violation',
  real: { mit: 'P13', sjtu: 'P13' },
  goesWrongIn: 'page_insert',
  Kernel: CountsBeforeFailing,
};
