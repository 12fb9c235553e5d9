import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class SamePageEverywhere extends JosKernel {
  override bootMapRegion(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += memlayout.PGSIZE) {
      const entry = this.pgdirWalk(pgdir, (address + offset) >>> 0, true);
      this.store(entry, target | perm | memlayout.PTE_P);
    }
  }
}

export const samePageEverywhere: JosBug = {
  id: 'jos-40b',
  title: 'boot_map_region maps every address to the first page',
  story:
    'The loop moves the virtual address on and forgets the physical one. The first page of each region is right; the ' +
    'check looks at the second.',
  sort: 'violation',
  real: { mit: 'K1', sjtu: 'K1' },
  goesWrongIn: 'boot_map_region',
  Kernel: SamePageEverywhere,
};
