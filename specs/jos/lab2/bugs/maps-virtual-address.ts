import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class MapsVirtualAddress extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -memlayout.E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (this.load(entry) & memlayout.PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2kva(pp) | perm | memlayout.PTE_P);
    return 0;
  }
}

export const mapsVirtualAddress: JosBug = {
  id: 'jos-06d',
  title: 'page_insert stores the kernel virtual address of the page',
  story:
    'page2kva and page2pa differ by two letters, and the kernel works with virtual addresses everywhere else. The ' +
    'entry then names a page near 4 GiB of physical memory, where there is none; the checks compare it with the ' +
    'page that they inserted.',
  sort: 'violation',
  real: { mit: 'P12', sjtu: 'P12' },
  goesWrongIn: 'page_insert',
  Kernel: MapsVirtualAddress,
};
