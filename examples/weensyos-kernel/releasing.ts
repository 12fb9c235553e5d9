/** WeensyOS with a call of its own: `page_release(va)` gives a page of the caller's back. */
import { PAGE_SIZE, pa, type Va, va } from 'ringfence/hardware';
import { abi, type CallDescription, type Process, Vmiter, WeensyKernel } from 'ringfence/kernel';

export const PAGE_RELEASE: CallDescription = {
  name: 'page_release',
  number: 9,
  arguments: [{ name: 'va', domain: 'page' }],
  results: [
    { value: 0, when: 'the page is gone' },
    { value: -1, when: 'va is not the start of a page of the heap, or nothing is there' },
  ],
};

export default class Releasing extends WeensyKernel {
  static override readonly calls = [...WeensyKernel.calls, PAGE_RELEASE];

  override syscall(process: Process, number: number, argument: number): number {
    return number === PAGE_RELEASE.number
      ? this.pageRelease(process, va(argument))
      : super.syscall(process, number, argument);
  }

  /** Unmaps the page and drops its reference. No `invlpg` is needed: the way back to the process loads its tables anew. */
  pageRelease(process: Process, address: Va): number {
    if (address % PAGE_SIZE !== 0 || address < abi.PROC_START_ADDR || address >= abi.MEMSIZE_VIRTUAL) return -1;
    const it = new Vmiter(this, process.pagetable, address);
    if (!it.user) return -1;
    const page = it.pa;
    it.map(pa(0), 0);
    this.kfree(page);
    return 0;
  }
}
