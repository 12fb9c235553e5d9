import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class DropsPermissions extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, _perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | memlayout.PTE_P);
    return 0;
  }
}

export const dropsPermissions: JosBug = {
  id: 'jos-06a',
  title: 'page_insert leaves the permissions out of the entry',
  story:
    'The page is mapped and present, and reading it works; that the permissions are missing shows only where ' +
    'somebody needs them. The first test that asks for them is the one that inserts a page for programs.',
  sort: 'violation',
  real: { mit: 'P27', sjtu: 'P27' },
  goesWrongIn: 'page_insert',
  Kernel: DropsPermissions,
};
