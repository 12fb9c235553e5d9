import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, type Looked, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LooksUpAbsentEntries extends JosKernel {
  override pageLookup(pgdir: Va, address: number): Looked | null {
    const entry = this.pgdirWalk(pgdir, address, false);
    if (entry === 0) return null;
    return { page: this.pa2page(memlayout.PTE_ADDR(this.load(entry))), entry };
  }

  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const looksUpAbsentEntries: JosBug = {
  id: 'jos-13',
  title: 'page_lookup takes an absent entry for page 0, and page_insert always removes',
  story:
    'A page table is there, so page_lookup reads the entry, and does not ask whether it is present: zero looks ' +
    'like a mapping of page 0. page_insert leaves it to page_remove to find out whether there was something, and ' +
    'so page 0 is dropped, and freed: an allocation that must fail finds it.',
  sort: 'violation',
  real: { mit: 'P18', sjtu: 'P18' },
  goesWrongIn: 'page_insert',
  Kernel: LooksUpAbsentEntries,
};
