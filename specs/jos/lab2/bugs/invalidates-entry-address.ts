import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class InvalidatesEntryAddress extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageDecref(looked.page);
    this.store(looked.entry, 0);
    this.tlbInvalidate(pgdir, looked.entry);
  }
}

export const invalidatesEntryAddress: JosBug = {
  id: 'jos-10',
  title: 'page_remove invalidates the address of the entry, not the one that it mapped',
  story:
    'tlb_invalidate takes an address, and the one at hand is the pointer to the entry that was just cleared. The ' +
    'translation that matters stays, unless the processor happens to forget it with the other; only the last ' +
    'check looks through the MMU, and sees it.',
  sort: 'violation',
  real: { mit: 'I6', sjtu: SURVIVES },
  differs: {
    variant: 'sjtu',
    end: 'I6',
    why:
      'invlpg must forget the page that it names, here one of 4 MiB in the kernel, and need not forget any other ' +
      '(Intel SDM vol. 3, 4.10.4.1). The emulator on which this was measured seems to forget all pages at once when ' +
      'it is given a large one, and hides the bug.',
  },
  goesWrongIn: 'page_insert',
  Kernel: InvalidatesEntryAddress,
};
