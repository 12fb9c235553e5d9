import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class FreesIoHole extends JosKernel {
  override isInUse(page: number, firstFree: number): boolean {
    return page === 0 || (page >= memlayout.PGNUM(memlayout.EXTPHYSMEM) && page < firstFree);
  }
}

export const freesIoHole: JosBug = {
  id: 'jos-17a',
  title: 'page_init puts the I/O hole on the free list',
  story:
    'Page 0 and the kernel are kept, and everything else is freed: so are the addresses between 640 KiB and 1 ' +
    'MiB, where devices and firmware answer, not memory. The check of the free list asks for the first and the ' +
    'last of these pages.',
  sort: 'violation',
  real: { mit: 'F6', sjtu: 'F6' },
  goesWrongIn: 'page_init',
  Kernel: FreesIoHole,
};
