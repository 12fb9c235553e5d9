import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class MapsFromBootstacktop extends JosKernel {
  override mapKernelStack(): void {
    this.bootMapRegion(
      this.kernPgdir,
      this.kstacktop - memlayout.KSTKSIZE,
      memlayout.KSTKSIZE,
      this.places.bootstack + memlayout.KSTKSIZE,
      memlayout.PTE_W,
    );
  }
}

export const mapsFromBootstacktop: JosBug = {
  id: 'jos-42c',
  title: 'mem_init maps the memory above the boot stack',
  story:
    'Two symbols mark the two ends of the boot stack, and the upper one goes with KSTACKTOP, so it seems. But the ' +
    'mapping starts at the bottom: what comes after the stack is mapped in its place.',
  sort: 'violation',
  real: { mit: 'K3', sjtu: 'K3' },
  goesWrongIn: 'boot',
  Kernel: MapsFromBootstacktop,
};
