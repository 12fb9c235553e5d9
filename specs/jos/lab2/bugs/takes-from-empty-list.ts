import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class TakesFromEmptyList extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = this.pageFreeList;
    this.pageFreeList = this.ppLink(pp);
    this.setPpLink(pp, va(0));
    if (flags & memlayout.ALLOC_ZERO) this.memset(this.page2kva(pp), 0, memlayout.PGSIZE);
    return pp;
  }
}

export const takesFromEmptyList: JosBug = {
  id: 'jos-29',
  title: 'page_alloc takes a page even from an empty list',
  story:
    'Take the head, go on to the next, clear its link: with no head that is address 0. It can be read at boot, but ' +
    'not written, so that clearing the link faults as soon as the check has emptied the list.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_alloc',
  Kernel: TakesFromEmptyList,
};
