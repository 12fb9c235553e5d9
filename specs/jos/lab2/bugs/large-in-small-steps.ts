import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LargeInSmallSteps extends JosKernel {
  override bootMapRegionLarge(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += memlayout.PGSIZE) {
      this.store(
        va(pgdir + memlayout.PDX(address + offset) * 4),
        (target + offset) | perm | memlayout.PTE_P | memlayout.PTE_PS,
      );
    }
  }
}

export const largeInSmallSteps: JosBug = {
  id: 'jos-49c',
  title: 'boot_map_region_large moves on by PGSIZE',
  story:
    'Copied from the function for small pages, with its step. Each directory entry is written a thousand times, and ' +
    'what remains is the address of the last small page in it: no large page starts there.',
  sort: 'violation',
  real: { mit: null, sjtu: 'K2' },
  goesWrongIn: 'boot_map_region_large',
  Kernel: LargeInSmallSteps,
};
