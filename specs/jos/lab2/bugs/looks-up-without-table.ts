import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, type Looked, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LooksUpWithoutTable extends JosKernel {
  override pageLookup(pgdir: Va, address: number): Looked | null {
    const entry = this.pgdirWalk(pgdir, address, false);
    if ((this.load(entry) & memlayout.PTE_P) === 0) return null;
    return { page: this.pa2page(memlayout.PTE_ADDR(this.load(entry))), entry };
  }
}

export const looksUpWithoutTable: JosBug = {
  id: 'jos-15b',
  title: 'page_lookup does not ask whether there is a page table',
  story:
    'pgdir_walk is asked not to create a table, and its result is used as if there were one. Address 0 is read as ' +
    'an entry: there lie the interrupt vectors of the firmware, which look present, and name a page far outside ' +
    'of memory.',
  sort: 'violation',
  real: { mit: 'pa2page', sjtu: 'pa2page' },
  goesWrongIn: 'page_lookup',
  Kernel: LooksUpWithoutTable,
};
