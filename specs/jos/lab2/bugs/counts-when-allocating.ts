import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class CountsWhenAllocating extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = super.pageAlloc(flags);
    if (pp !== 0) this.setPpRef(pp, this.ppRef(pp) + 1);
    return pp;
  }
}

export const countsWhenAllocating: JosBug = {
  id: 'jos-26',
  title: 'page_alloc counts a reference',
  story:
    'A page that is handed out is in use, so one writes `pp_ref++` where it is taken. But counting is left to the ' +
    'caller, who maps the page: whoever gives it back unmapped still has that reference on it, and page_free refuses.',
  sort: 'violation',
  real: { mit: 'page_free', sjtu: 'page_free' },
  goesWrongIn: 'page_alloc',
  Kernel: CountsWhenAllocating,
};
