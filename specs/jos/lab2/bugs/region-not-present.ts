import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class RegionNotPresent extends JosKernel {
  override bootMapRegion(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += memlayout.PGSIZE) {
      const entry = this.pgdirWalk(pgdir, (address + offset) >>> 0, true);
      this.store(entry, (target + offset) | perm);
    }
  }
}

export const regionNotPresent: JosBug = {
  id: 'jos-40a',
  title: 'boot_map_region makes entries without PTE_P',
  story:
    'The permissions that it is given are stored, and only they: callers pass PTE_U or PTE_W, and leave PTE_P to the ' +
    'function. All is in place and nothing is mapped.',
  sort: 'violation',
  real: { mit: 'K1', sjtu: 'K1' },
  goesWrongIn: 'boot_map_region',
  Kernel: RegionNotPresent,
};
