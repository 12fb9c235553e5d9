import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class FlushesBeforeClearing extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageDecref(looked.page);
    this.tlbInvalidate(pgdir, address);
    this.store(looked.entry, 0);
  }
}

export const flushesBeforeClearing: JosBug = {
  id: 'jos-67',
  title: 'page_remove invalidates before it clears the entry',
  story:
    'Both lines are there, in the wrong order. Between them the old entry is still in force, and a processor may ' +
    'walk to it at any time, unasked, and remember it (Intel SDM vol. 3, 4.10.2.3). It will hardly do so just then, ' +
    'and the emulator never.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_insert or page_remove',
  Kernel: FlushesBeforeClearing,
};
