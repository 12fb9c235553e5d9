import { P_RUNNABLE, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class RunsHalfProcess extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child !== null) child.state = P_RUNNABLE;
    return super.fork(parent);
  }
}

export const runsHalfProcess: WeensyBug = {
  id: 'weensyos-43',
  title: 'fork marks the slot runnable to reserve it, and fails',
  story:
    'A slot that is found must not be found twice, so it is marked at once, and the next free one is filled. The ' +
    'first remains, runnable, without tables.',
  caughtBy: 'model',
  goesWrongIn: 'fork',
  Kernel: RunsHalfProcess,
};
