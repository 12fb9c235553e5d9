import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class MapsOnlyExistingMemory extends JosKernel {
  override mapPhysicalMemory(): void {
    const size = this.npages * memlayout.PGSIZE;
    if (this.variant === 'mit') return this.bootMapRegion(this.kernPgdir, memlayout.KERNBASE, size, 0, memlayout.PTE_W);
    this.bootMapRegionLarge(this.kernPgdir, memlayout.KERNBASE, size, 0, memlayout.PTE_W);
    this.enableLargePages();
  }
}

export const mapsOnlyExistingMemory: JosBug = {
  id: 'jos-41',
  title: 'mem_init maps only the memory that there is',
  story:
    'Why map 256 MiB when the machine has less? All that exists can be reached, and KADDR lets nobody beyond it; but ' +
    'the check wants each directory entry from KERNBASE on to be there.',
  sort: 'equivalent',
  real: { mit: 'K6', sjtu: 'K6' },
  goesWrongIn: 'boot',
  Kernel: MapsOnlyExistingMemory,
};
