import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class RemovesWithoutDropping extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.store(looked.entry, 0);
    this.tlbInvalidate(pgdir, address);
  }
}

export const removesWithoutDropping: JosBug = {
  id: 'jos-11b',
  title: 'page_remove clears the entry and drops no reference',
  story:
    'Unmapping is done where the hardware looks, and the count is forgotten. The page is never free again; ' +
    'inserting the same page twice shows it first.',
  sort: 'violation',
  real: { mit: 'P21', sjtu: 'P21' },
  goesWrongIn: 'page_insert',
  Kernel: RemovesWithoutDropping,
};
