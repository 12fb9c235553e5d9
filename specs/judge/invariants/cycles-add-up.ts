import { counter } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';

const FIELDS = counter.slotCounter(1, 0) - counter.slotCounter(0, 0);
const FIRST = counter.slotCounter(0, 0);

export const cyclesAddUp: Invariant = {
  name: 'cycles add up',
  sentence: 'The cycles of all processes, in user mode and in the kernel, are the cycles of the machine.',
  why: 'Otherwise the accounts say nothing: time was spent that nobody is charged with, or charged twice.',
  violations: ({ machine: { counters } }) => {
    let charged = 0;
    for (let slot = 0; slot < (counters.length - FIRST) / FIELDS; slot++) {
      charged += counters[counter.slotCounter(slot, counter.USER_CYCLES)];
      charged += counters[counter.slotCounter(slot, counter.KERNEL_CYCLES)];
    }
    const spent = counters[counter.CREDITED];
    return charged === spent ? [] : [{ expected: `${spent} cycles`, found: `${charged} charged to processes` }];
  },
};
