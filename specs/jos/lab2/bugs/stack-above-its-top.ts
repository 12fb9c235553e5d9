import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class StackAboveItsTop extends JosKernel {
  override mapKernelStack(): void {
    this.bootMapRegion(this.kernPgdir, this.kstacktop, memlayout.KSTKSIZE, this.places.bootstack, memlayout.PTE_W);
  }
}

export const stackAboveItsTop: JosBug = {
  id: 'jos-42b',
  title: 'mem_init maps the stack from KSTACKTOP upwards',
  story:
    'Mapping goes upwards and one starts at the name that one has. But a stack grows down from its top, and below ' +
    'the top nothing is mapped.',
  sort: 'violation',
  real: { mit: 'K3', sjtu: 'K3' },
  goesWrongIn: 'boot',
  Kernel: StackAboveItsTop,
};
