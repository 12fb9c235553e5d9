import { type Pa, ppnOf } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class IgnoresDoubleFree extends WeensyKernel {
  override kfree(address: Pa): void {
    if (address !== 0 && this.physpages.refcount(ppnOf(address)) > 0) super.kfree(address);
  }
}

export const ignoresDoubleFree: WeensyBug = {
  id: 'weensyos-26',
  title: 'kfree of a page whose count is 0 does nothing',
  story:
    'An assertion that fails is made to go away by an `if`. The kernel is as right as it was before; the next ' +
    'double free goes unseen.',
  caughtBy: null,
  goesWrongIn: null,
  because: 'No function of this kernel frees a page twice, so that there is nothing to ignore.',
  Kernel: IgnoresDoubleFree,
};
