import { counter } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';

export const cyclesAddUp: Invariant = {
  name: 'cycles add up',
  sentence: 'The cycles of all processes, in user mode and in the kernel, are the cycles of the machine.',
  why: 'Otherwise the accounts say nothing: time was spent that nobody is charged with, or charged twice.',
  violations: ({ machine, view }) => {
    const { counters } = machine;
    let charged = 0;
    for (let slot = 0; slot <= view.slots().length; slot++) {
      charged += counters[counter.slotCounter(slot, counter.USER_CYCLES)];
      charged += counters[counter.slotCounter(slot, counter.KERNEL_CYCLES)];
    }
    const spent = counters[counter.CREDITED];
    return charged === spent ? [] : [{ expected: `${spent} cycles`, found: `${charged} charged to processes` }];
  },
};
