import { pa, type Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class FlushesEverything extends JosKernel {
  override tlbInvalidate(_pgdir: Va, _address: number): void {
    this.machine.entry.loadRoot(pa(this.machine.mmu.root));
  }
}

export const flushesEverything: JosBug = {
  id: 'jos-70',
  title: 'tlb_invalidate reloads CR3',
  story:
    'Writing CR3 back to itself forgets the one translation that must go, and all others with it. It is always ' +
    'right, and every page that is used afterwards has to be walked to anew.',
  sort: 'cost',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: null,
  Kernel: FlushesEverything,
};
