import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FreesPageZero extends JosKernel {
  override isInUse(page: number, firstFree: number): boolean {
    return page >= this.npagesBasemem && page < firstFree;
  }
}

export const freesPageZero: JosBug = {
  id: 'jos-16',
  title: 'page_init puts page 0 on the free list',
  story:
    'Base memory is free, and base memory starts at 0. But the first page holds what the firmware keeps for its ' +
    'interrupts, and the lab leaves it alone: the check of the free list asks for it by its address.',
  sort: 'violation',
  real: { mit: 'F4', sjtu: 'F4' },
  goesWrongIn: 'page_init',
  Kernel: FreesPageZero,
};
