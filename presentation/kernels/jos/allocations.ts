/** Which pages a kernel of JOS takes and frees: by page_alloc and page_free, for counts say only which are mapped. */
import type { MachineEvent } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';
import type { Allocations } from '../kind.ts';

/** Puts itself around the functions of this one kernel once somebody listens. */
export const allocationsOfJos = (kernel: JosKernel): Allocations => ({
  listen: (listener) => {
    const { pageAlloc, pageFree } = kernel;
    const tell = (pp: number, before: number, count: number): void =>
      listener({ type: 'page', page: kernel.view.pageOf(pp), before, count } satisfies MachineEvent);
    kernel.pageAlloc = (flags) => {
      const pp = pageAlloc.call(kernel, flags);
      if (pp !== 0) tell(pp, 0, 1);
      return pp;
    };
    kernel.pageFree = (pp) => {
      pageFree.call(kernel, pp);
      tell(pp, 1, 0);
    };
  },
});
