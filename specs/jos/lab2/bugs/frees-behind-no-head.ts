import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FreesBehindNoHead extends JosKernel {
  override pageFree(pp: Va): void {
    if (this.ppRef(pp) !== 0 || this.ppLink(pp) !== 0) this.panic('page_free: the page is in use, or free already');
    this.setPpLink(pp, this.pageFreeList);
  }
}

export const freesBehindNoHead: JosBug = {
  id: 'jos-30a',
  title: 'page_free does not make the page the head of the list',
  story:
    'The page is linked to the list, but the list not to the page: half of pushing is forgotten, and every page that ' +
    'is freed is lost. The check frees three onto an empty list, and gets none back.',
  sort: 'violation',
  real: { mit: 'A11', sjtu: 'A11' },
  goesWrongIn: 'page_free',
  Kernel: FreesBehindNoHead,
};
