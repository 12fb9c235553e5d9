import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class MemoryReadOnly extends JosKernel {
  override mapPhysicalMemory(): void {
    const size = 2 ** 32 - memlayout.KERNBASE;
    if (this.variant === 'mit') return this.bootMapRegion(this.kernPgdir, memlayout.KERNBASE, size, 0, 0);
    this.bootMapRegionLarge(this.kernPgdir, memlayout.KERNBASE, size, 0, 0);
    this.enableLargePages();
  }
}

export const memoryReadOnly: JosBug = {
  id: 'jos-45',
  title: 'mem_init maps physical memory without PTE_W',
  story:
    'Permission 0 means the kernel alone, and that the kernel itself must be allowed to write is forgotten: CR0.WP ' +
    'holds for it too. In small pages the tables look right from above and the first push after loading CR3 fails; ' +
    'in large ones the check sees it in the directory.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: 'K7' },
  goesWrongIn: 'boot',
  Kernel: MemoryReadOnly,
};
