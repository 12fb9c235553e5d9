import { va } from '../../../hardware/hardware.ts';
import { type Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class MapsOrPanics extends WeensyKernel {
  override copyPage(to: Vmiter, from: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    this.supervisor.copyPage(va(page), va(from.pa));
    to.map(page, from.perm);
    return true;
  }
}

export const mapsOrPanics: WeensyBug = {
  id: 'weensyos-05',
  title: 'fork maps with map, which cannot fail, in place of try_map',
  story:
    'Both map; the one panics where the other returns -1. While there is memory for the tables nobody can tell ' +
    'them apart.',
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'fork',
  Kernel: MapsOrPanics,
};
