import { counter } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ChargesNobody extends WeensyKernel {
  override syscallYield(process: Process): number {
    this.machine.counters[counter.slotCounter(process.slot, counter.KERNEL_CYCLES)] = 0;
    return super.syscallYield(process);
  }
}

export const chargesNobody: WeensyBug = {
  id: 'weensyos-46',
  title: 'a yield costs the process that makes it nothing',
  story:
    'The counter of its kernel cycles is reset with each yield. Whoever yields often seems to cost nothing, and ' +
    'the sum of all processes is less than the time that passed.',
  caughtBy: 'invariant: cycles add up',
  goesWrongIn: 'yield',
  Kernel: ChargesNobody,
};
