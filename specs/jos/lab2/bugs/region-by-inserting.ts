import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class RegionByInserting extends JosKernel {
  override bootMapRegion(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += memlayout.PGSIZE) {
      this.pageInsert(pgdir, this.pa2page(target + offset), (address + offset) >>> 0, perm);
    }
  }
}

export const regionByInserting: JosBug = {
  id: 'jos-47',
  title: 'boot_map_region inserts page by page',
  story:
    'page_insert is there and maps pages, so why write it again? It counts mappings that are for ever, and it needs ' +
    'a descriptor: the window onto physical memory is wider than the memory, and pa2page stops there. Where that ' +
    'window is made of large pages, only the counts are wrong, and no check reads those.',
  sort: 'violation',
  real: { mit: 'pa2page', sjtu: SURVIVES },
  goesWrongIn: 'boot_map_region',
  Kernel: RegionByInserting,
};
