import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class StaysOnOldTables extends WeensyKernel {
  override run(process: Process): void {
    const before = this.current;
    this.current = process;
    this.machine.entry.loadRoot(before.pid > 0 ? before.pagetable : process.pagetable);
    this.machine.entry.returnTo(process.registers, process.slot);
  }
}

export const staysOnOldTables: WeensyBug = {
  id: 'weensyos-37',
  title: 'run stays on the tables of the process before',
  story: 'The root is loaded from the process that made the system call, not from the one that is resumed.',
  caughtBy: 'invariant: reached through root',
  goesWrongIn: 'yield or exit or tick or page fault',
  Kernel: StaysOnOldTables,
};
