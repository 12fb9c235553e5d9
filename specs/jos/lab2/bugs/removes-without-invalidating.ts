import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class RemovesWithoutInvalidating extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageDecref(looked.page);
    this.store(looked.entry, 0);
  }
}

export const removesWithoutInvalidating: JosBug = {
  id: 'jos-09a',
  title: 'page_remove does not tell the TLB',
  story:
    'The entry is cleared and the page is free: as far as memory goes, all is done. Yet the MMU keeps the ' +
    'translation that it has used, and goes on reading the old page; only the last check looks through the MMU, ' +
    'and sees it.',
  sort: 'violation',
  real: { mit: 'I6', sjtu: 'I6' },
  goesWrongIn: 'page_insert',
  Kernel: RemovesWithoutInvalidating,
};
