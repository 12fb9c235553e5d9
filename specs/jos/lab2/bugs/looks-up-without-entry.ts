import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, type Looked, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class LooksUpWithoutEntry extends JosKernel {
  /** The caller's pointer was never set: it is what an earlier call left on the stack, the address of some frame there. */
  override pageLookup(pgdir: Va, address: number): Looked | null {
    const looked = super.pageLookup(pgdir, address);
    const leftover = va(memlayout.KERNBASE + this.places.bootstack + memlayout.KSTKSIZE - memlayout.PGSIZE);
    return looked === null ? null : { page: looked.page, entry: leftover };
  }
}

export const looksUpWithoutEntry: JosBug = {
  id: 'jos-15a',
  title: 'page_lookup does not hand out where the entry is',
  story:
    'The third parameter of page_lookup is for the address of the entry, and is forgotten. page_remove then ' +
    'clears whatever its pointer happens to point at, here somewhere on the kernel stack, and the mapping stays ' +
    'for the next walk to find.',
  sort: 'violation',
  real: { mit: 'P40', sjtu: 'P40' },
  goesWrongIn: 'page_remove',
  Kernel: LooksUpWithoutEntry,
};
