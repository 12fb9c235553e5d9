import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class AnyFlagZeroes extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = super.pageAlloc(0);
    if (pp !== 0 && flags && memlayout.ALLOC_ZERO) this.memset(this.page2kva(pp), 0, memlayout.PGSIZE);
    return pp;
  }
}

export const anyFlagZeroes: JosBug = {
  id: 'jos-53',
  title: 'page_alloc zeroes for any flag',
  story:
    '`flags && ALLOC_ZERO` for `flags & ALLOC_ZERO`: true whenever a flag is given. There is only this one flag, so ' +
    'that no call can tell the two apart.',
  sort: 'equivalent',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: null,
  Kernel: AnyFlagZeroes,
};
