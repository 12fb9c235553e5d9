import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class FreesWithoutAsking extends JosKernel {
  override pageFree(pp: Va): void {
    this.setPpLink(pp, this.pageFreeList);
    this.pageFreeList = pp;
  }
}

export const freesWithoutAsking: JosBug = {
  id: 'jos-54',
  title: 'page_free does not look whether the page may be freed',
  story:
    'The comment only says that one may want to panic. A caller who keeps to the contract sees no difference, and no ' +
    'check breaks it; only the next mistake, a page freed twice, will go unnoticed where it is made.',
  sort: 'equivalent',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_free',
  Kernel: FreesWithoutAsking,
};
