import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class DescriptorsNotZeroed extends JosKernel {
  override makePages(): void {
    this.pages = this.bootAlloc(this.npages * memlayout.PAGE_INFO_BYTES);
  }
}

export const descriptorsNotZeroed: JosBug = {
  id: 'jos-51',
  title: 'mem_init does not zero the descriptors',
  story:
    'boot_alloc gives memory as it is, and the comment that asks for zeros is overlooked. page_init then sets the ' +
    'count of every page and the link of every free one; nothing reads what remains.',
  sort: 'equivalent',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: null,
  Kernel: DescriptorsNotZeroed,
};
