import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ExitKeepsTables extends WeensyKernel {
  override freeTables(): void {}
}

export const exitKeepsTables: WeensyBug = {
  id: 'weensyos-01',
  title: 'exit does not free page tables',
  story:
    'exit clears the pointer to the tables, and the tables with it seem gone. Each process that ends leaves five ' +
    'pages that nobody can ever use again: memory fills with pages that are marked L.',
  caughtBy: 'invariant: nothing leaks',
  goesWrongIn: 'exit or fork',
  Kernel: ExitKeepsTables,
};
