import type { Pa } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class FreesRootTwice extends WeensyKernel {
  override undoFork(root: Pa): number {
    const result = super.undoFork(root);
    this.kfree(root);
    return result;
  }
}

export const freesRootTwice: WeensyBug = {
  id: 'weensyos-32',
  title: 'fork that fails frees the root once more after its address space',
  story:
    'The helper that frees an address space was changed to free the root as well, and one caller still does so ' +
    "itself. kfree's assertion says it; where that was removed, the page of somebody else is freed.",
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'fork',
  Kernel: FreesRootTwice,
};
