import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class RemovesTheTable extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageDecref(looked.page);
    this.store(va(pgdir + memlayout.PDX(address) * 4), 0);
    this.tlbInvalidate(pgdir, address);
  }
}

export const removesTheTable: JosBug = {
  id: 'jos-46',
  title: 'page_remove clears the directory entry',
  story:
    'The entry that is cleared is that of the whole table: everything else within 4 MiB is gone too. Inserting a ' +
    'page again where it is removes it first, and then writes into a table that hangs nowhere.',
  sort: 'violation',
  real: { mit: 'P20', sjtu: 'P20' },
  goesWrongIn: 'page_insert',
  Kernel: RemovesTheTable,
};
