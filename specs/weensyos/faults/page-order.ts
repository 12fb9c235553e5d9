/** Faults in which page `kalloc` tries first. */
import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { NEXT_PAGE } from '../../../kernel/weensyos/layout.ts';
import type { Fault } from './fault.ts';

class CursorAdvanced extends WeensyKernel {
  override findFreePage(): Ppn {
    const page = super.findFreePage();
    const { order } = this.parameters;
    if (page >= 0 && order.kind === 'cursor') this.setVariable(NEXT_PAGE, (page + order.stride) % this.pages);
    return page;
  }
}

/** Seen only where the page just taken is freed before the next is: without an exit both cursors find the same page. */
export const cursorAdvanced: Fault = {
  name: 'advancing the cursor on success',
  sentence: 'After a page is taken the cursor stands one stride beyond it, not on it.',
  Kernel: CursorAdvanced,
};

class FromTheTop extends WeensyKernel {
  override findFreePage(): Ppn {
    let page = this.pages - 1;
    while (page >= 0 && (this.physpages.refcount(ppn(page)) > 0 || !this.isAllocatable(ppn(page)))) page -= 1;
    return ppn(page);
  }
}

export const fromTheTop: Fault = {
  name: 'allocating from the top',
  sentence: 'First-fit tries pages from the last to the first.',
  Kernel: FromTheTop,
};
