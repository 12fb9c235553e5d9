import { va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class ListAscending extends JosKernel {
  override pageInit(): void {
    const firstFree = memlayout.PGNUM(this.paddr(this.bootAlloc(0)));
    for (let page = this.npages - 1; page >= 0; page--) {
      const pp = va(this.pages + page * memlayout.PAGE_INFO_BYTES);
      if (this.isInUse(page, firstFree)) {
        this.setPpRef(pp, 1);
      } else {
        this.setPpRef(pp, 0);
        this.setPpLink(pp, this.pageFreeList);
        this.pageFreeList = pp;
      }
    }
  }
}

export const listAscending: JosBug = {
  id: 'jos-52',
  title: 'page_init makes a list that begins with the lowest page',
  story:
    'Going through memory downwards, or adding at the end, gives the other order. Any order will do: the checks ' +
    'compare pages with each other, never with an address, and nobody else may care.',
  sort: 'equivalent',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: null,
  Kernel: ListAscending,
};
