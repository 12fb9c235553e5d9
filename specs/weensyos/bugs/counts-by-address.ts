import { type Pa, ppn } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class CountsByAddress extends WeensyKernel {
  override kfree(address: Pa): void {
    if (address === 0) return;
    const count = this.physpages.refcount(ppn(address));
    this.assert(count > 0, 'physpages[pa].refcount > 0');
    this.physpages.setRefcount(ppn(address), count - 1);
  }
}

export const countsByAddress: WeensyBug = {
  id: 'weensyos-27',
  title: 'kfree looks for the count of a page by its address, not its number',
  story:
    'physpages[pa] for physpages[pa / PAGESIZE]: an index far beyond the array, where other data of the kernel ' +
    'lie.',
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'exit or page_alloc or fork',
  Kernel: CountsByAddress,
};
