/** A recorded run is a sound trace, in which as many pages are in use as the kernel has given out. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ppn } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { exitProgram, forkProgram, fuzzProgram } from '../../../userland/userland.ts';
import { AllocationRecorder } from './allocation-recorder.ts';
import { writeMallocLab } from './malloc-lab.ts';
import { demandOf } from './memory-demand.ts';
import { readTrace } from './trace-reader.ts';

/** Pages that a kernel has given out, counted one by one. */
const pagesInUse = ({ view }: WeensyKernel): number => {
  let count = 0;
  for (let page = 0; page < view.pages; page++) {
    if (view.kindOf(ppn(page)) === 'allocatable' && view.referenceCount(ppn(page)) > 0) count += 1;
  }
  return count;
};

test('after any number of events the blocks of the trace are the pages in use', () => {
  const seed = fc.nat(0xffff);
  const program = fc.oneof(seed.map(exitProgram), seed.map(fuzzProgram), fc.constant(forkProgram()));
  fc.assert(
    fc.property(program, fc.integer({ min: 0, max: 1200 }), fc.boolean(), (chosen, events, viewer) => {
      const kernel = new WeensyKernel({ programs: [chosen], pages: 256, viewer });
      const recorder = new AllocationRecorder(kernel.machine);
      kernel.boot();
      kernel.machine.run(Number.POSITIVE_INFINITY, events);
      const trace = recorder.trace();
      expect(demandOf(trace).at(-1)).toBe(pagesInUse(kernel));
      expect(readTrace(writeMallocLab(trace)).trace).toEqual(trace);
    }),
    { numRuns: 12 },
  );
});

test('a reboot takes pages anew that were never freed', () => {
  const kernel = new WeensyKernel({ programs: [forkProgram()] });
  const recorder = new AllocationRecorder(kernel.machine);
  for (let boots = 1; boots <= 2; boots++) kernel.boot();
  const trace = recorder.trace();
  expect(readTrace(writeMallocLab(trace)).trace).toEqual(trace);
  expect(demandOf(trace).at(-1)).toBe(pagesInUse(kernel));
});
