import { va } from '../../../../hardware/hardware.ts';
import { JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class MapsATable extends JosLab4 {
  override sysPageAlloc(id: number, address: number, perm: number): number {
    const result = super.sysPageAlloc(id, address, perm);
    const env = this.envid2env(id, true);
    if (result !== 0 || env === null) return result;
    const table = this.pa2page(memlayout.PTE_ADDR(this.load(va(env.pgdir + memlayout.PDX(address) * 4))));
    return this.pageInsert(env.pgdir, table, address, perm);
  }
}

export const mapsATable: Lab4Bug = {
  id: 'env-22',
  title: 'gives a program the page of its page table',
  story:
    'sys_page_alloc maps, by a mistake in the order of its arguments, the page that holds the entry instead of the page that the entry is for.',
  breaks: ['kernel memory is private'],
  goesWrongIn: 'sys_page_alloc',
  Kernel: MapsATable,
};
