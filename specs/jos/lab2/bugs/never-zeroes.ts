import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class NeverZeroes extends JosKernel {
  override pageAlloc(_flags: number): Va {
    return super.pageAlloc(0);
  }
}

export const neverZeroes: JosBug = {
  id: 'jos-27a',
  title: 'page_alloc ignores ALLOC_ZERO',
  story:
    'The flag is new, and the list works without it. A page that was used before keeps what was in it, until the ' +
    'check fills one with ones, frees it, and asks for it zeroed.',
  sort: 'violation',
  real: { mit: 'A20', sjtu: 'A20' },
  goesWrongIn: 'page_alloc',
  Kernel: NeverZeroes,
};
