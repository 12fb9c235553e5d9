import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LargeNotPresent extends JosKernel {
  override bootMapRegionLarge(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += memlayout.PTSIZE) {
      this.store(va(pgdir + memlayout.PDX(address + offset) * 4), (target + offset) | perm | memlayout.PTE_PS);
    }
  }
}

export const largeNotPresent: JosBug = {
  id: 'jos-49b',
  title: 'boot_map_region_large does not set PTE_P',
  story: 'PTE_PS is new and gets all attention; PTE_P is forgotten. No entry from KERNBASE on is there.',
  sort: 'violation',
  real: { mit: null, sjtu: 'K2' },
  goesWrongIn: 'boot_map_region_large',
  Kernel: LargeNotPresent,
};
