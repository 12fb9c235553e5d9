import type { Pa } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ExitKeepsRoot extends WeensyKernel {
  override freeAddressSpace(root: Pa): void {
    this.freeUserPages(root);
    this.freeTables(root);
  }
}

export const exitKeepsRoot: WeensyBug = {
  id: 'weensyos-02',
  title: 'exit frees the tables below the root, and not the root',
  story:
    'ptiter lists the tables below the root; the root itself is not among them. One page is lost with each ' +
    'process.',
  caughtBy: 'invariant: nothing leaks',
  goesWrongIn: 'exit or fork',
  Kernel: ExitKeepsRoot,
};
