import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class VirtualAddressAsTarget extends JosKernel {
  override mapPages(): void {
    const bytes = memlayout.ROUNDUP(this.npages * memlayout.PAGE_INFO_BYTES, memlayout.PGSIZE);
    this.bootMapRegion(this.kernPgdir, memlayout.UPAGES, bytes, this.pages, memlayout.PTE_U);
  }
}

export const virtualAddressAsTarget: JosBug = {
  id: 'jos-43',
  title: 'mem_init maps UPAGES to a virtual address',
  story:
    '`pages` is a pointer, and without PADDR it goes where a physical address is wanted. The entries point beyond ' +
    'all memory.',
  sort: 'violation',
  real: { mit: 'K1', sjtu: 'K1' },
  goesWrongIn: 'boot',
  Kernel: VirtualAddressAsTarget,
};
