import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FreesToTheTail extends JosKernel {
  override pageFree(pp: Va): void {
    if (this.ppRef(pp) !== 0 || this.ppLink(pp) !== 0) this.panic('page_free: the page is in use, or free already');
    if (this.pageFreeList === 0) {
      this.pageFreeList = pp;
      return;
    }
    let tail = this.pageFreeList;
    while (this.ppLink(tail) !== 0) tail = this.ppLink(tail);
    this.setPpLink(tail, pp);
  }
}

export const freesToTheTail: JosBug = {
  id: 'jos-30b',
  title: 'page_free puts the page at the end of the list',
  story:
    'A queue instead of a stack, which wears all pages alike. It is sound, only slow, as each call walks the list; ' +
    'but the last check frees a page and expects just that one as its next page table, which no comment says.',
  sort: 'cost',
  real: { mit: 'I11', sjtu: 'I11' },
  goesWrongIn: 'boot',
  Kernel: FreesToTheTail,
};
