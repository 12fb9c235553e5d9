import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FailsWithSuccess extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return 0;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const failsWithSuccess: JosBug = {
  id: 'jos-07b',
  title: 'page_insert returns 0 when there is no memory for the table',
  story:
    'Without an entry there is nothing to be done, and the function returns early with its usual result. The ' +
    'caller hears that the page is mapped. The first insertion of the checks is made while no page is free, to ' +
    'see this.',
  sort: 'violation',
  real: { mit: 'P9', sjtu: 'P9' },
  goesWrongIn: 'page_insert',
  Kernel: FailsWithSuccess,
};
