import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class MemoryOpenToPrograms extends JosKernel {
  override mapPhysicalMemory(): void {
    const size = 2 ** 32 - memlayout.KERNBASE;
    if (this.variant === 'mit')
      return this.bootMapRegion(this.kernPgdir, memlayout.KERNBASE, size, 0, memlayout.PTE_W | memlayout.PTE_U);
    this.bootMapRegionLarge(this.kernPgdir, memlayout.KERNBASE, size, 0, memlayout.PTE_W | memlayout.PTE_U);
    this.enableLargePages();
  }
}

export const memoryOpenToPrograms: JosBug = {
  id: 'jos-61',
  title: 'mem_init lets programs reach all physical memory',
  story:
    'PTE_U is added where it is not wanted, and the whole protection is gone: every program reads and writes every ' +
    'page at KERNBASE. The check asks for PTE_P and PTE_W, and not for the absence of anything.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'boot',
  Kernel: MemoryOpenToPrograms,
};
