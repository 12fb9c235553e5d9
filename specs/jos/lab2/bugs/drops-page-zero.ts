import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class DropsPageZero extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.store(looked.entry, 0);
    this.pageDecref(this.pa2page(memlayout.PTE_ADDR(this.load(looked.entry))));
    this.tlbInvalidate(pgdir, address);
  }
}

export const dropsPageZero: JosBug = {
  id: 'jos-11c',
  title: 'page_remove clears the entry first, and then drops the page that it finds there',
  story:
    'The entry is zeroed, and the page is taken from it afterwards: that is page 0, whatever was mapped. The ' +
    'right page keeps its reference, and page 0 loses one that was never its mapping; inserting the same page ' +
    'twice shows it first.',
  sort: 'violation',
  real: { mit: 'P21', sjtu: 'P21' },
  goesWrongIn: 'page_insert',
  Kernel: DropsPageZero,
};
