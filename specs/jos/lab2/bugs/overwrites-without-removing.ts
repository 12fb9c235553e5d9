import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class OverwritesWithoutRemoving extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const overwritesWithoutRemoving: JosBug = {
  id: 'jos-05',
  title: 'page_insert overwrites the entry and forgets the page that was there',
  story:
    'Writing the new entry is all that the hardware needs, so the old page is forgotten. Its reference stays for ' +
    'ever, and so does the translation in the TLB; even inserting the same page again counts it twice.',
  sort: 'violation',
  real: { mit: 'P21', sjtu: 'P21' },
  goesWrongIn: 'page_insert',
  Kernel: OverwritesWithoutRemoving,
};
