import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class GivesMemoryThatIsNot extends JosKernel {
  override bootAlloc(n: number): Va {
    if (this.nextfree === 0) this.nextfree = va(memlayout.ROUNDUP(this.parameters.end, memlayout.PGSIZE));
    const result = this.nextfree;
    if (n > 0) this.nextfree = va(memlayout.ROUNDUP(result + n, memlayout.PGSIZE));
    return result;
  }
}

export const givesMemoryThatIsNot: JosBug = {
  id: 'jos-68',
  title: 'boot_alloc does not ask whether there is memory left',
  story:
    'The pointer moves on, and whether memory reaches that far is not looked at. Every machine that one tries has ' +
    'enough; on one too small for the kernel and its arrays, the kernel writes where nothing is instead of saying so.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'boot_alloc',
  Kernel: GivesMemoryThatIsNot,
};
