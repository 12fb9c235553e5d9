import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LeavesPageOnList extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = this.pageFreeList;
    if (pp === 0) return pp;
    this.setPpLink(pp, va(0));
    if (flags & memlayout.ALLOC_ZERO) this.memset(this.page2kva(pp), 0, memlayout.PGSIZE);
    return pp;
  }
}

export const leavesPageOnList: JosBug = {
  id: 'jos-24',
  title: 'page_alloc returns the head of the list and leaves it there',
  story:
    'The head is read, and the line that moves the list on is missing. Every call returns the same page, as the ' +
    'second of the checks shows.',
  sort: 'violation',
  real: { mit: 'A5', sjtu: 'A5' },
  goesWrongIn: 'page_alloc',
  Kernel: LeavesPageOnList,
};
