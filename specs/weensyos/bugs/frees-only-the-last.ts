import { type Pa, ppnOf } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class FreesOnlyTheLast extends WeensyKernel {
  override kfree(address: Pa): void {
    if (address !== 0 && this.physpages.refcount(ppnOf(address)) === 1) super.kfree(address);
  }
}

export const freesOnlyTheLast: WeensyBug = {
  id: 'weensyos-34',
  title: 'kfree does nothing for a page with more than one reference',
  story:
    'It frees the page if its count is 1, and leaves the count alone otherwise. Shared text is never freed, not ' +
    'even by the last who has it.',
  caughtBy: 'invariant: exact reference count',
  goesWrongIn: 'exit or fork',
  Kernel: FreesOnlyTheLast,
};
