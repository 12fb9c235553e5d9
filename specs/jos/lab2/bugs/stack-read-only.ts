import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class StackReadOnly extends JosKernel {
  override mapKernelStack(): void {
    this.bootMapRegion(
      this.kernPgdir,
      this.kstacktop - memlayout.KSTKSIZE,
      memlayout.KSTKSIZE,
      this.places.bootstack,
      0,
    );
  }
}

export const stackReadOnly: JosBug = {
  id: 'jos-63',
  title: 'mem_init maps the kernel stack without PTE_W',
  story:
    'Permission 0 is taken for the kernel with all rights. Nobody stands on that stack yet: the boot uses the same ' +
    'memory by its address above KERNBASE. The first trap of a program will be pushed there, and cannot be.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'boot',
  Kernel: StackReadOnly,
};
