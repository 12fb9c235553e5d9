import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LeavesEntryAfterRemoving extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageDecref(looked.page);
    this.tlbInvalidate(pgdir, address);
  }
}

export const leavesEntryAfterRemoving: JosBug = {
  id: 'jos-11a',
  title: 'page_remove drops the reference and leaves the entry',
  story:
    'The page is given up, and that seemed to be the point. But whoever uses the address still reaches it, while ' +
    'it is handed out to somebody else. The first check that removes a page walks the tables afterwards, and ' +
    'finds it mapped.',
  sort: 'violation',
  real: { mit: 'P40', sjtu: 'P40' },
  goesWrongIn: 'page_remove',
  Kernel: LeavesEntryAfterRemoving,
};
