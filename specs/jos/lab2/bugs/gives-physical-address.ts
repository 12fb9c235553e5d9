import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class GivesPhysicalAddress extends JosKernel {
  override bootAlloc(n: number): Va {
    return va(this.paddr(super.bootAlloc(n)));
  }
}

export const givesPhysicalAddress: JosBug = {
  id: 'jos-22b',
  title: 'boot_alloc returns a physical address',
  story:
    'It gives away physical memory, so it returns where that is. But every pointer of the kernel is virtual: the ' +
    'page directory is cleared at that address, which the entry tables map read-only.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'boot_alloc',
  Kernel: GivesPhysicalAddress,
};
