import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FailsWithPositiveCode extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const failsWithPositiveCode: JosBug = {
  id: 'jos-07a',
  title: 'page_insert returns E_NO_MEM without the minus sign',
  story:
    'The header lists the error as a positive number, and it is returned as it stands. Callers test for less than ' +
    'zero, so that they take the failure for success and use an address that is not mapped. The first insertion ' +
    'of the checks is made while no page is free, to see this.',
  sort: 'violation',
  real: { mit: 'P9', sjtu: 'P9' },
  goesWrongIn: 'page_insert',
  Kernel: FailsWithPositiveCode,
};
