import type { Invariant } from '../invariant.ts';

export const runnableIsComplete: Invariant = {
  name: 'runnable is complete',
  sentence: 'A runnable process has a page table, the segments of ring 3, and interrupts enabled.',
  why: 'The scheduler resumes it as it is: with half of that the machine stops, or never gets the CPU back.',
  violations: ({ view }) =>
    (view.processes?.() ?? []).flatMap((process) => {
      const missing = process.isRunnable ? (view.missingOf?.(process) ?? null) : null;
      return missing === null
        ? []
        : [{ process: process.pid, expected: 'all that it takes to run', found: `no ${missing}` }];
    }),
};
