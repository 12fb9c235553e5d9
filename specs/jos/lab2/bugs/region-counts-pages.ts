import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class RegionCountsPages extends JosKernel {
  override bootMapRegion(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += memlayout.PGSIZE) {
      const entry = this.pgdirWalk(pgdir, (address + offset) >>> 0, true);
      this.store(entry, (target + offset) | perm | memlayout.PTE_P);
      if (memlayout.PGNUM(target + offset) >= this.npages) continue;
      const pp = this.pa2page(target + offset);
      this.setPpRef(pp, this.ppRef(pp) + 1);
    }
  }
}

export const regionCountsPages: JosBug = {
  id: 'jos-48',
  title: 'boot_map_region counts a reference to each page',
  story:
    'A mapping is a reference, one thinks, and this function makes many. But the map of all memory says nothing ' +
    'about use: every free page now has a count, and the first to be given back unused is refused. Large pages are ' +
    'mapped by another function, and the pages mapped by this one are never freed.',
  sort: 'violation',
  real: { mit: 'page_free', sjtu: SURVIVES },
  goesWrongIn: 'boot_map_region',
  Kernel: RegionCountsPages,
};
