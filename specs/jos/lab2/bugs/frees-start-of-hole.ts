import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FreesStartOfHole extends JosKernel {
  override isInUse(page: number, firstFree: number): boolean {
    return page === 0 || (page > this.npagesBasemem && page < firstFree);
  }
}

export const freesStartOfHole: JosBug = {
  id: 'jos-17b',
  title: 'page_init frees one page too many below the I/O hole',
  story:
    'The loop over base memory ends with <= where it needs <. The page at 0xa0000 belongs to the screen, and the ' +
    'check of the free list asks for just this one.',
  sort: 'violation',
  real: { mit: 'F5', sjtu: 'F5' },
  goesWrongIn: 'page_init',
  Kernel: FreesStartOfHole,
};
