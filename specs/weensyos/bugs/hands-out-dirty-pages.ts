import { type Pa, type Va, va } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class HandsOutDirtyPages extends WeensyKernel {
  override replacePage(process: Process, address: Va, page: Pa): number {
    this.supervisor.store32(va(page + 400), 7);
    return super.replacePage(process, address, page);
  }
}

export const handsOutDirtyPages: WeensyBug = {
  id: 'weensyos-38',
  title: 'page_alloc writes into the page after it was zeroed',
  story: 'A mark for debugging that was never taken out again: one word in the middle of the page.',
  caughtBy: 'invariant: fresh page is zero',
  goesWrongIn: 'page_alloc',
  Kernel: HandsOutDirtyPages,
};
