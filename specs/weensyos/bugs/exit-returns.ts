import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ExitReturns extends WeensyKernel {
  override syscallExit(process: Process): number {
    this.exit(process);
    return 0;
  }
}

export const exitReturns: WeensyBug = {
  id: 'weensyos-31',
  title: 'exit does not schedule another process',
  story: 'All is freed and nothing left to do, so the function returns: to a process that is no more.',
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'exit',
  Kernel: ExitReturns,
};
