import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class ZeroesDescriptors extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = super.pageAlloc(0);
    if (pp !== 0 && (flags & memlayout.ALLOC_ZERO) !== 0) this.memset(pp, 0, memlayout.PGSIZE);
    return pp;
  }
}

export const zeroesDescriptors: JosBug = {
  id: 'jos-27b',
  title: 'page_alloc zeroes from the descriptor on, not the page',
  story:
    '`memset(pp, 0, PGSIZE)` compiles: a descriptor is a pointer like any other. It wipes five hundred descriptors, ' +
    'links and counts with them, while the page keeps what was in it: the check looks at the page, and need not wait ' +
    'for the damage.',
  sort: 'violation',
  real: { mit: 'A20', sjtu: 'A20' },
  goesWrongIn: 'page_alloc',
  Kernel: ZeroesDescriptors,
};
