import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class KeepsBaseMemory extends JosKernel {
  override isInUse(page: number, firstFree: number): boolean {
    return page < firstFree;
  }
}

export const keepsBaseMemory: JosBug = {
  id: 'jos-20a',
  title: 'page_init frees no base memory',
  story:
    'The free memory is taken to start where the kernel ends, and all that lies below is counted as in use. ' +
    'Nothing breaks, and 159 pages are lost; the check of the free list wants to see at least one of them.',
  sort: 'cost',
  real: { mit: 'F9', sjtu: 'F9' },
  goesWrongIn: 'page_init',
  Kernel: KeepsBaseMemory,
};
