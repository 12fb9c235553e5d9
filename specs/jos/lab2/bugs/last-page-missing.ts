import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class LastPageMissing extends JosKernel {
  override mapPhysicalMemory(): void {
    const size = 0xffffffff - memlayout.KERNBASE;
    if (this.variant === 'mit') return this.bootMapRegion(this.kernPgdir, memlayout.KERNBASE, size, 0, memlayout.PTE_W);
    this.bootMapRegionLarge(this.kernPgdir, memlayout.KERNBASE, size, 0, memlayout.PTE_W);
    this.enableLargePages();
  }

  override bootMapRegion(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    const pages = Math.floor(size / memlayout.PGSIZE);
    for (let page = 0; page < pages; page++) {
      const offset = page * memlayout.PGSIZE;
      const entry = this.pgdirWalk(pgdir, (address + offset) >>> 0, true);
      this.store(entry, (target + offset) | perm | memlayout.PTE_P);
    }
  }
}

export const lastPageMissing: JosBug = {
  id: 'jos-57',
  title: 'mem_init maps one byte too few, and boot_map_region whole pages',
  story:
    '2^32 does not fit in 32 bits, so the size is written as 0xFFFFFFFF - KERNBASE, and size / PGSIZE rounds down. ' +
    'The last page of the window is missing, which shows only when memory is so large that it is used: the check ' +
    'asks for the memory that there is. The loop over large pages rounds up.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'boot_map_region',
  Kernel: LastPageMissing,
};
