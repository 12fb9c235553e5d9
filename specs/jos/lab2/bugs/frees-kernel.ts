import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class FreesKernel extends JosKernel {
  override isInUse(page: number): boolean {
    return page === 0 || (page >= this.npagesBasemem && page < memlayout.PGNUM(memlayout.EXTPHYSMEM));
  }
}

export const freesKernel: JosBug = {
  id: 'jos-18a',
  title: 'page_init puts the kernel itself on the free list',
  story:
    'Page 0 and the I/O hole are kept as the lab says, and all of extended memory is freed, as if nothing lay ' +
    'there yet. The kernel is there: the first check overwrites free pages with rubbish, and with them its own ' +
    'variables, tables and code.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_init',
  Kernel: FreesKernel,
};
