import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class ForgetsPresent extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm);
    return 0;
  }
}

export const forgetsPresent: JosBug = {
  id: 'jos-06b',
  title: 'page_insert does not mark the entry present',
  story:
    'Callers pass permissions such as PTE_W, and one takes for granted that PTE_P is among them. Nobody passes ' +
    'it: the entry holds page and permissions, and to the MMU, as to the walk of the checks, it maps nothing.',
  sort: 'violation',
  real: { mit: 'P12', sjtu: 'P12' },
  goesWrongIn: 'page_insert',
  Kernel: ForgetsPresent,
};
