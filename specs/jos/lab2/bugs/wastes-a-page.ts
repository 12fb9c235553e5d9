import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class WastesAPage extends JosKernel {
  override isInUse(page: number, firstFree: number): boolean {
    return page === 0 || (page >= this.npagesBasemem && page <= firstFree);
  }
}

export const wastesAPage: JosBug = {
  id: 'jos-69',
  title: 'page_init keeps the first page after the kernel',
  story:
    '`<=` where `<` is meant: boot_alloc(0) names the first page that is free, not the last that is used. One page ' +
    'is never given to anybody; no check counts how many there should be.',
  sort: 'cost',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_init',
  Kernel: WastesAPage,
};
