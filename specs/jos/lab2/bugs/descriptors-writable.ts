import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class DescriptorsWritable extends JosKernel {
  override mapPages(): void {
    const bytes = memlayout.ROUNDUP(this.npages * memlayout.PAGE_INFO_BYTES, memlayout.PGSIZE);
    this.bootMapRegion(
      this.kernPgdir,
      memlayout.UPAGES,
      bytes,
      this.paddr(this.pages),
      memlayout.PTE_U | memlayout.PTE_W,
    );
  }
}

export const descriptorsWritable: JosBug = {
  id: 'jos-60',
  title: 'mem_init lets programs write the page descriptors',
  story:
    'PTE_U | PTE_W, out of habit. Any program can then change counts and links, and with them who gets which page. ' +
    'No check asks for rights.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'boot',
  Kernel: DescriptorsWritable,
};
