import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class DescriptorsNotReadable extends JosKernel {
  override mapPages(): void {
    const bytes = memlayout.ROUNDUP(this.npages * memlayout.PAGE_INFO_BYTES, memlayout.PGSIZE);
    this.bootMapRegion(this.kernPgdir, memlayout.UPAGES, bytes, this.paddr(this.pages), 0);
  }
}

export const descriptorsNotReadable: JosBug = {
  id: 'jos-59',
  title: 'mem_init maps UPAGES for the kernel alone',
  story:
    'PTE_U is left out, or PTE_P given in its place. The check looks where the pages are, not who may read them; ' +
    'only a program, labs later, faults on the first descriptor that it reads.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'boot',
  Kernel: DescriptorsNotReadable,
};
