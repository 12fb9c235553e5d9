import type { Pa, Va } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class FreesMappedPage extends WeensyKernel {
  override replacePage(process: Process, address: Va, page: Pa): number {
    const result = super.replacePage(process, address, page);
    this.kfree(page);
    return result;
  }
}

export const freesMappedPage: WeensyBug = {
  id: 'weensyos-25',
  title: 'page_alloc frees the page that it has just mapped',
  story:
    'The way out of a failure is taken in success, too. The page is free and mapped: the next one who asks gets ' +
    'it as well.',
  caughtBy: 'invariant: no use after free',
  goesWrongIn: 'page_alloc',
  Kernel: FreesMappedPage,
};
