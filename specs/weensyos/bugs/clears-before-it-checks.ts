import { type Va, va } from '../../../hardware/hardware.ts';
import { abi, type Process, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ClearsBeforeItChecks extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    const it = new Vmiter(this, process.pagetable, va(address - (address % abi.PAGESIZE)));
    if (it.user) this.supervisor.fillPage(va(it.pa), 0);
    return super.pageAlloc(process, address);
  }
}

export const clearsBeforeItChecks: WeensyBug = {
  id: 'weensyos-39',
  title: 'page_alloc zeroes the page that is mapped before it looks whether it can be replaced',
  story: "A call that fails must leave memory as it was; this one returns -1, and the program's page is empty.",
  caughtBy: 'invariant: failure changes nothing',
  goesWrongIn: 'page_alloc',
  Kernel: ClearsBeforeItChecks,
};
