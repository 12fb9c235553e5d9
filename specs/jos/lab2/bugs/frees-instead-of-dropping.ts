import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FreesInsteadOfDropping extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageFree(looked.page);
    this.store(looked.entry, 0);
    this.tlbInvalidate(pgdir, address);
  }
}

export const freesInsteadOfDropping: JosBug = {
  id: 'jos-12a',
  title: 'page_remove frees the page whoever else uses it',
  story:
    'To remove a page sounds like page_free. It is called while the mapping is still counted, and a page_free ' +
    'that checks its precondition stops the kernel right there.',
  sort: 'violation',
  real: { mit: 'page_free', sjtu: 'page_free' },
  goesWrongIn: 'page_insert',
  Kernel: FreesInsteadOfDropping,
};
