import { va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class ReservedNotCounted extends JosKernel {
  override pageInit(): void {
    const firstFree = memlayout.PGNUM(this.paddr(this.bootAlloc(0)));
    for (let page = 0; page < this.npages; page++) {
      if (this.isInUse(page, firstFree)) continue;
      const pp = va(this.pages + page * memlayout.PAGE_INFO_BYTES);
      this.setPpRef(pp, 0);
      this.setPpLink(pp, this.pageFreeList);
      this.pageFreeList = pp;
    }
  }
}

export const reservedNotCounted: JosBug = {
  id: 'jos-64',
  title: 'page_init leaves the counts of reserved pages at 0',
  story:
    'A page in use should have a reference; but those that the kernel keeps for itself are in use because they are ' +
    'not on the list. Nothing ever drops a reference to them, so that the count is never looked at.',
  sort: 'equivalent',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: null,
  Kernel: ReservedNotCounted,
};
