import type { Pa } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class FreesCallersTables extends WeensyKernel {
  override undoFork(root: Pa): number {
    this.freeTables(this.current.pagetable);
    return super.undoFork(root);
  }
}

export const freesCallersTables: WeensyBug = {
  id: 'weensyos-48',
  title: 'fork that fails frees the tables of the process that called it',
  story:
    'The helper that tears a process down begins at current, and in fork that is the parent. Its tables are free and still linked: ' +
    'the next page_alloc hands one of them to a program, which then writes its own translations.',
  caughtBy: 'invariant: no use after free',
  goesWrongIn: 'fork',
  Kernel: FreesCallersTables,
};
