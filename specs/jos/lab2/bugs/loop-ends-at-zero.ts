import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LoopEndsAtZero extends JosKernel {
  override bootMapRegion(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    const end = (address + size) >>> 0;
    for (let at = address; at < end; at += memlayout.PGSIZE) {
      this.store(this.pgdirWalk(pgdir, at, true), (target + at - address) | perm | memlayout.PTE_P);
    }
  }

  override bootMapRegionLarge(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    const end = (address + size) >>> 0;
    for (let at = address; at < end; at += memlayout.PTSIZE) {
      this.store(
        va(pgdir + memlayout.PDX(at) * 4),
        (target + at - address) | perm | memlayout.PTE_P | memlayout.PTE_PS,
      );
    }
  }
}

export const loopEndsAtZero: JosBug = {
  id: 'jos-39',
  title: 'boot_map_region loops up to an end that overflows',
  story:
    '`end = va + size` and `va < end`, as one always writes it. For the region that ends with the address space, the ' +
    'end is 0 in 32 bits, and the loop does not run once.',
  sort: 'violation',
  real: { mit: 'K2', sjtu: 'K2' },
  goesWrongIn: 'boot_map_region or boot_map_region_large',
  Kernel: LoopEndsAtZero,
};
