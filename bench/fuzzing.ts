/** Workloads of the fuzzer: random operations on an allocator, each judged as it is done, all of memory at intervals. */
import type { AllocatorClass } from '../kernel/kernel.ts';
import { Runner } from '../specs/specs.ts';
import { best, type Sample } from './timing.ts';

/** The long runs begin there. */
const FIRST_RUN = 500;
const RUNS = 100;

/** Nanoseconds of one operation that did something, in runs of 4,096 on 16 to 128 pages. */
export const fuzzing = (Allocator: AllocatorClass): Sample => {
  const runner = new Runner(Allocator, 1);
  const run = (): void => {
    for (let number = FIRST_RUN; number < FIRST_RUN + RUNS; number++) {
      const broken = runner.run(number);
      if (broken !== null) throw broken.error;
    }
  };
  run();
  const { operations } = runner;
  return { nanoseconds: best(operations, run), details: { 'operations a run': Math.round(operations / RUNS) } };
};
