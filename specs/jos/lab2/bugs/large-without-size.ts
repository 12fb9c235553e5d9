import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LargeWithoutSize extends JosKernel {
  override bootMapRegionLarge(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += memlayout.PTSIZE) {
      this.store(va(pgdir + memlayout.PDX(address + offset) * 4), (target + offset) | perm | memlayout.PTE_P);
    }
  }
}

export const largeWithoutSize: JosBug = {
  id: 'jos-49a',
  title: 'boot_map_region_large does not set PTE_PS',
  story:
    'Without the bit that says so, the entry is not of a large page: it names a table, at the address of what should ' +
    'be mapped. The check finds no large page, walks on through physical page 0 as if that were a table, and what it ' +
    'finds there is no map.',
  sort: 'violation',
  real: { mit: null, sjtu: 'K2' },
  goesWrongIn: 'boot_map_region_large',
  Kernel: LargeWithoutSize,
};
