import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, type Looked, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class LookingCreates extends JosKernel {
  override pageLookup(pgdir: Va, address: number): Looked | null {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0 || (this.load(entry) & memlayout.PTE_P) === 0) return null;
    return { page: this.pa2page(memlayout.PTE_ADDR(this.load(entry))), entry };
  }
}

export const lookingCreates: JosBug = {
  id: 'jos-66',
  title: 'page_lookup makes a table to look in',
  story:
    'pgdir_walk is called with create set, so that there is always an entry to look at. The answer is right, as a ' +
    'new entry is not present; but whoever asks for an address in the void pays with a page, and page_remove, which ' +
    'should do nothing there, asks as well. The check asks while nothing is free.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_lookup or page_remove',
  Kernel: LookingCreates,
};
