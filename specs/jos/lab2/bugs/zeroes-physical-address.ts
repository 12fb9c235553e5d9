import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class ZeroesPhysicalAddress extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = super.pageAlloc(0);
    if (pp !== 0 && (flags & memlayout.ALLOC_ZERO) !== 0) this.memset(va(this.page2pa(pp)), 0, memlayout.PGSIZE);
    return pp;
  }
}

export const zeroesPhysicalAddress: JosBug = {
  id: 'jos-28',
  title: 'page_alloc zeroes at the physical address',
  story:
    'page2pa instead of page2kva: a physical address goes where a pointer is wanted. At boot the low addresses are ' +
    'mapped too, but read-only, and without a trap table the write is the end.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_alloc',
  Kernel: ZeroesPhysicalAddress,
};
