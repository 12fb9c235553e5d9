import { abi, type Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class LastPageLeftOut extends WeensyKernel {
  override copyMapping(to: Vmiter, from: Vmiter): boolean {
    return from.va >= abi.MEMSIZE_VIRTUAL - abi.PAGESIZE || super.copyMapping(to, from);
  }
}

export const lastPageLeftOut: WeensyBug = {
  id: 'weensyos-23',
  title: 'fork leaves out the last page of virtual memory',
  story:
    'The end of a loop counted in pages is easily one page too early. The last one is the stack: the child faults ' +
    'when it first uses it.',
  caughtBy: 'model',
  goesWrongIn: 'fork',
  Kernel: LastPageLeftOut,
};
