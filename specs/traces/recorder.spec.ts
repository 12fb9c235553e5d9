/** A recorded run is a sound trace, in which as many pages are in use as the kernel has given out. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ppn } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { exitProgram, forkProgram, fuzzProgram } from '../../userland/userland.ts';
import { folderWith, ringfence } from '../monitor/terminal.ts';
import { demandOf, peakOf } from './demand.ts';
import { writeMallocLab } from './malloc-lab.ts';
import { readTrace } from './reader.ts';
import { AllocationRecorder } from './recorder.ts';
import { ALLOCATE } from './trace.ts';

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
    fc.property(program, fc.integer({ min: 0, max: 3000 }), fc.boolean(), (chosen, events, viewer) => {
      const kernel = new WeensyKernel({ programs: [chosen], pages: 256, viewer });
      const recorder = new AllocationRecorder(kernel.machine);
      kernel.boot();
      kernel.machine.run(Number.POSITIVE_INFINITY, events);
      const trace = recorder.trace();
      expect(demandOf(trace).at(-1)).toBe(pagesInUse(kernel));
      expect(readTrace(writeMallocLab(trace)).trace).toEqual(trace);
    }),
    { numRuns: 30 },
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

test('the command writes what the model did, says so, and runs as it would without', () => {
  const folder = folderWith({});
  const words = ['run', 'exit', '--until', '2000', '--plain'];
  const { code, out } = ringfence([...words, '--record-allocations', 'run.rep'], folder, { LANG: 'C', LC_ALL: '' });
  const { format, trace } = readTrace(readFileSync(join(folder, 'run.rep'), 'utf8'));
  const taken = trace.kinds.filter((kind) => kind === ALLOCATE).length;
  expect([code, format]).toEqual([0, 'malloc lab']);
  expect(taken).toBeGreaterThan(500);
  const lines = new RegExp(
    `\n {3}run\\.rep: ${taken.toLocaleString('en-US')} pages taken, [\\d,]+ freed, at most ${peakOf(trace)} in use at once\n`,
  );
  expect(out).toMatch(lines);
  const plain = ringfence(words, folder, { LANG: 'C', LC_ALL: '' }).out;
  expect(out.startsWith(plain)).toBe(true);
  expect(out.slice(plain.length)).toMatch(/^ {3}run\.rep: .*\n {3}[_.:=+*#-]{60}\n$/);
});

test('a file that cannot be written is refused before the run', () => {
  const { code, out, errors } = ringfence(['run', 'fork', '--record-allocations', '/nowhere/run.rep']);
  expect([code, out]).toEqual([2, '']);
  expect(errors).toBe('ringfence: --record-allocations /nowhere/run.rep: cannot be written (ENOENT)\n');
});
