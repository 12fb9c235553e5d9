import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class KeepsExtendedMemory extends JosKernel {
  override isInUse(page: number): boolean {
    return page === 0 || page >= this.npagesBasemem;
  }
}

export const keepsExtendedMemory: JosBug = {
  id: 'jos-20b',
  title: 'page_init frees base memory only',
  story:
    'Base memory is freed, and the loop for what follows the kernel is forgotten. The kernel would run on 636 ' +
    'KiB; the check of the free list wants to see at least one page above.',
  sort: 'cost',
  real: { mit: 'F10', sjtu: 'F10' },
  goesWrongIn: 'page_init',
  Kernel: KeepsExtendedMemory,
};
