import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class KeepsOldPermissions extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    const kept = this.load(entry) & (memlayout.PTE_W | memlayout.PTE_U);
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | kept | perm | memlayout.PTE_P);
    return 0;
  }
}

export const keepsOldPermissions: JosBug = {
  id: 'jos-06c',
  title: 'page_insert adds the new permissions to those of the old entry',
  story:
    'Changing permissions is written as or-ing the new bits into the old ones, which is right as long as rights ' +
    "only grow. A right once given can never be taken away again, not even by mapping another page there. MIT's " +
    "test takes one away at once; SJTU's notices at the next page.",
  sort: 'violation',
  real: { mit: 'P31', sjtu: 'P34' },
  goesWrongIn: 'page_insert',
  Kernel: KeepsOldPermissions,
};
