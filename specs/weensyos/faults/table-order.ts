/** A fault in when the page tables of a new process are made. */
import { type Pa, PTE_P, pa, va } from '../../../hardware/hardware.ts';
import { abi, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Fault } from './fault.ts';

class TablesBeforePages extends WeensyKernel {
  override mapKernelPart(root: Pa, source: Pa): boolean {
    if (!super.mapKernelPart(root, source)) return false;
    // Mapping and unmapping a page again leaves the tables that it needed.
    const stack = new Vmiter(this, root, va(abi.STACK_PAGE));
    return stack.tryMap(pa(0), PTE_P) === 0 && stack.tryMap(pa(0), 0) === 0;
  }
}

export const tablesBeforePages: Fault = {
  name: 'making both level-1 tables before user pages',
  sentence: 'The level-1 table of the stack is made with the kernel part, not after the stack page is taken.',
  Kernel: TablesBeforePages,
};
