/** Faults in what a child gets of its parent's pages. */
import { PAGE_SIZE, type Pa, va } from '../../../hardware/hardware.ts';
import { abi, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Fault } from './fault.ts';

class TextCopied extends WeensyKernel {
  override sharePage(to: Vmiter, from: Vmiter): boolean {
    return this.copyPage(to, from);
  }
}

export const textCopied: Fault = {
  name: 'copying text in fork',
  sentence: 'Read-only pages are copied for the child like writable ones, not shared.',
  Kernel: TextCopied,
};

/** Where the heaps of p-fork and p-exit start. */
const HEAP_BOTTOM = 0x104000;

class LastHeapPageLost extends WeensyKernel {
  override copyAddressSpace(root: Pa, parent: Pa): boolean {
    const copied = super.copyAddressSpace(root, parent);
    const it = new Vmiter(this, root, va(HEAP_BOTTOM - PAGE_SIZE));
    let last: Pa | null = null;
    while (it.findNextMapped(va(abi.STACK_PAGE))) last = it.pa;
    if (copied && last !== null) this.supervisor.fillPage(va(last), 0);
    return copied;
  }
}

export const lastHeapPageLost: Fault = {
  name: 'losing the content of the last heap page in fork',
  sentence: 'The child finds zeros where the last page of the heap was written.',
  Kernel: LastHeapPageLost,
};
