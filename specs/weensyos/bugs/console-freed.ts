import { type Pa, va } from '../../../hardware/hardware.ts';
import { abi, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ConsoleFreed extends WeensyKernel {
  override freeUserPages(root: Pa): void {
    const it = new Vmiter(this, root);
    while (it.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) if (it.user) this.kfree(it.pa);
  }
}

export const consoleFreed: WeensyBug = {
  id: 'weensyos-12',
  title: 'exit frees the console with the pages of the program',
  story:
    "The loop frees whatever the program may use, and the console it may. Its count is 0 already: kfree's " +
    'assertion stops the kernel; without it the count wraps to 255.',
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'exit or fork',
  Kernel: ConsoleFreed,
};
