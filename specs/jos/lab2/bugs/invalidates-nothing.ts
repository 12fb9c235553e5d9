import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class InvalidatesNothing extends JosKernel {
  override tlbInvalidate(): void {}
}

export const invalidatesNothing: JosBug = {
  id: 'jos-09b',
  title: 'tlb_invalidate does nothing',
  story:
    'Left empty to be filled in later, since everything works without it. It does until an address is used, ' +
    'mapped to another page, and used again, which only the last check does.',
  sort: 'violation',
  real: { mit: 'I6', sjtu: 'I6' },
  goesWrongIn: 'page_insert',
  Kernel: InvalidatesNothing,
};
