import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant } from '../../../judge/invariant.ts';
import type { Call } from '../call.ts';
import { hex, type Lab2Observation } from '../observation.ts';

const { PGSIZE } = memlayout;

export const memoryHasAnEnd: Invariant<Lab2Observation> = {
  name: 'memory has an end',
  sentence: 'boot_alloc stops the kernel when more is asked for than there is.',
  why: 'Otherwise the kernel writes its tables where no memory is, and what it reads back is anything.',
  violations: (observation) => {
    const { call, kernel } = observation;
    if (call === null || call.stopped !== null || !asksTooMuch(observation, call)) return [];
    return [{ expected: `a panic: memory ends at ${hex(kernel.npages * PGSIZE)}`, found: `${hex(call.result)} given` }];
  },
};

/** Whether `call` asks boot_alloc for more than what is left. */
export const asksTooMuch = ({ kernel, view }: Lab2Observation, { asked }: Call): boolean =>
  asked.name === 'boot_alloc' && view.firstFreePage * PGSIZE + asked.bytes > kernel.npages * PGSIZE;
