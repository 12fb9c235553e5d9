import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES, TRIPLE_FAULT } from '../bug.ts';

class GivesUnrounded extends JosKernel {
  override bootAlloc(n: number): Va {
    if (this.nextfree === 0) this.nextfree = va(memlayout.ROUNDUP(this.parameters.end, memlayout.PGSIZE));
    const result = this.nextfree;
    this.nextfree = va(result + n);
    if (memlayout.PGNUM(this.nextfree - memlayout.KERNBASE) > this.npages) this.panic('boot_alloc: out of memory');
    return result;
  }
}

export const givesUnrounded: JosBug = {
  id: 'jos-23',
  title: 'boot_alloc does not round up what it gives away',
  story:
    'The start is rounded, and the sizes are added as they are. That goes well while all sizes are whole pages, ' +
    "as with 128 MiB on MIT's kernel; SJTU's finds 16639 pages there, and the page with the end of their " +
    'descriptors is put on the free list.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'boot_alloc or boot',
  pages: 32768,
  Kernel: GivesUnrounded,
};
