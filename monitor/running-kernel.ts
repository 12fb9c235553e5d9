/** The kernels that `ringfence run` runs, and what it asks of either. */
import { type JosLab4, WeensyKernel } from '../kernel/kernel.ts';
import { freePageCount } from './jos-prompt/free-list.ts';

export type RunningKernel = WeensyKernel | JosLab4;

/** How many pages its allocator has to give. Counted with no effect on the machine. */
export const freePagesOf = (kernel: RunningKernel): number =>
  kernel instanceof WeensyKernel ? kernel.view.freePages() : freePageCount(kernel);
