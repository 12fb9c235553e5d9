import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class GuardMapped extends JosKernel {
  override mapKernelStack(): void {
    this.bootMapRegion(
      this.kernPgdir,
      this.kstacktop - memlayout.PTSIZE,
      memlayout.PTSIZE,
      this.places.bootstack,
      memlayout.PTE_W,
    );
  }
}

export const guardMapped: JosBug = {
  id: 'jos-42a',
  title: 'mem_init maps the whole region of the kernel stack',
  story:
    'The region has 4 MiB, so 4 MiB are mapped, from its bottom to the stack pages and whatever follows them. The ' +
    'top, where the stack should be, then shows other memory, and an overflow would no longer fault.',
  sort: 'violation',
  real: { mit: 'K3', sjtu: 'K3' },
  goesWrongIn: 'boot',
  Kernel: GuardMapped,
};
