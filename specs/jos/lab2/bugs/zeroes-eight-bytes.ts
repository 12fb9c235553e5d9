import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class ZeroesEightBytes extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = super.pageAlloc(0);
    if (pp !== 0 && (flags & memlayout.ALLOC_ZERO) !== 0) this.memset(this.page2kva(pp), 0, memlayout.PAGE_INFO_BYTES);
    return pp;
  }
}

export const zeroesEightBytes: JosBug = {
  id: 'jos-27c',
  title: 'page_alloc zeroes as many bytes as a descriptor has',
  story:
    'The address is right, but the size is `sizeof(struct PageInfo)`, as for any other object. Eight bytes of the ' +
    'page become zero; the check reads all of them.',
  sort: 'violation',
  real: { mit: 'A20', sjtu: 'A20' },
  goesWrongIn: 'page_alloc',
  Kernel: ZeroesEightBytes,
};
