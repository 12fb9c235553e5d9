import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class StartsUnrounded extends JosKernel {
  override bootAlloc(n: number): Va {
    if (this.nextfree === 0) this.nextfree = va(this.parameters.end);
    const result = this.nextfree;
    if (n > 0) this.nextfree = va(memlayout.ROUNDUP(result + n, memlayout.PGSIZE));
    if (memlayout.PGNUM(this.nextfree - memlayout.KERNBASE) > this.npages) this.panic('boot_alloc: out of memory');
    return result;
  }
}

export const startsUnrounded: JosBug = {
  id: 'jos-22c',
  title: 'boot_alloc starts at the end of the image, within a page',
  story:
    "The linker's end is used as it is, and only later ends are rounded. The page directory starts in the middle " +
    'of a page; all checks read it by its address and find it in order, until CR3 ignores the low bits and the ' +
    'processor reads something else.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'boot_alloc',
  Kernel: StartsUnrounded,
};
