import { type Va, va } from '../../../hardware/hardware.ts';
import { abi, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class LinksParentsTables extends WeensyKernel {
  override fork(parent: Process): number {
    const child = super.fork(parent);
    if (child > 0) {
      const [ours, theirs] = [this.ptable[child], parent].map(({ pagetable }) => this.supervisor.load32(va(pagetable)));
      const firstL2 = (l3: number): Va => va(l3 - (l3 % abi.PAGESIZE));
      this.supervisor.store32(firstL2(ours), this.supervisor.load32(firstL2(theirs)));
    }
    return child;
  }
}

export const linksParentsTables: WeensyBug = {
  id: 'weensyos-36',
  title: 'fork links tables of the parent into those of the child',
  story:
    "The upper levels are copied entry by entry, and an entry is an address: the tables below are the parent's " +
    'own. What one maps the other has, too.',
  caughtBy: 'invariant: tables have one owner',
  goesWrongIn: 'fork',
  Kernel: LinksParentsTables,
};
