import { type Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class SharesEverything extends WeensyKernel {
  override copyMapping(to: Vmiter, from: Vmiter): boolean {
    return this.sharePage(to, from);
  }
}

export const sharesEverything: WeensyBug = {
  id: 'weensyos-10',
  title: 'fork shares writable pages like read-only ones',
  story:
    "One case for all pages is shorter than two. Parent and child then write into each other's data, heap and " +
    'stack.',
  caughtBy: 'invariant: writable means private',
  goesWrongIn: 'fork',
  Kernel: SharesEverything,
};
