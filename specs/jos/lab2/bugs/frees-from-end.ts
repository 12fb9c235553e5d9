import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class FreesFromEnd extends JosKernel {
  override isInUse(page: number): boolean {
    const { end } = this.parameters;
    return super.isInUse(page, memlayout.PGNUM(this.paddr(memlayout.ROUNDUP(end, memlayout.PGSIZE))));
  }
}

export const freesFromEnd: JosBug = {
  id: 'jos-19a',
  title: 'page_init takes the end of the image for the end of what is in use',
  story:
    "The linker's symbol end says where the kernel ends, but boot_alloc has given away memory after it: the page " +
    'directory and the page descriptors. They are on the free list, and the first check fills them with rubbish ' +
    'while it follows their links.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_init',
  Kernel: FreesFromEnd,
};
