import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, type Looked, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class RemovesWhatIsAbsent extends JosKernel {
  override pageLookup(pgdir: Va, address: number): Looked | null {
    const entry = this.pgdirWalk(pgdir, address, false);
    if (entry === 0) return null;
    return { page: this.pa2page(memlayout.PTE_ADDR(this.load(entry))), entry };
  }
}

export const removesWhatIsAbsent: JosBug = {
  id: 'jos-14',
  title: 'page_lookup takes an absent entry for page 0',
  story:
    'page_lookup does not ask whether the entry is present, so that zero looks like a mapping of page 0; but ' +
    'page_insert does, and removes only what is there. The checks never remove an address that is not mapped, and ' +
    'let it pass: whoever does so drops page 0, which is then given away.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_remove or page_lookup',
  Kernel: RemovesWhatIsAbsent,
};
