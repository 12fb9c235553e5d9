/** Faults in what a fork that runs out of memory gives back. */
import { va } from '../../../hardware/hardware.ts';
import { abi, type Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Fault } from './fault.ts';

class FailedForkNotUndone extends WeensyKernel {
  override undoFork(): number {
    return abi.E_FAILED;
  }
}

export const failedForkNotUndone: Fault = {
  name: 'not undoing a failed fork',
  sentence: 'A fork that runs out of memory half way keeps the pages and tables that it took for the child.',
  Kernel: FailedForkNotUndone,
};

class PageLostWithoutTable extends WeensyKernel {
  override copyPage(to: Vmiter, from: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    this.supervisor.copyPage(va(page), va(from.pa));
    return to.tryMap(page, from.perm) === 0;
  }
}

export const pageLostWithoutTable: Fault = {
  name: 'losing the page just taken when fork fails at the high level-1 table',
  sentence: 'The copy that no table could be made for is neither mapped nor freed.',
  Kernel: PageLostWithoutTable,
};
