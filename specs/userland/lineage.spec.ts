/** A lineage: each process forks a child and exits, tens of thousands of times over. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { counter } from '../../hardware/hardware.ts';
import type { Program } from '../../hardware/operation.ts';
import { exit, fork, jump } from '../../userland/userland.ts';
import { boot, programOf } from '../kernel/weensyos/booted.ts';

const FORKS = 30_000;
const SAMPLE = 1000;
/** A fork, the parent's exit. */
const EVENTS_A_FORK = 2;
/** Bytes: far less than anything that a fork could leave behind. */
const LEAST_LEAK = 50;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heapBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
};

test('thirty thousand forks in one lineage cost the same at the end as at the start, and no memory of the host', () => {
  function* main(): Program {
    if ((yield fork()) !== 0) yield exit();
    return jump(main);
  }
  const kernel = boot([programOf(main)]);
  const { machine } = kernel;
  /** Cycles, and operations, that `forks` forks take. */
  const measure = (forks: number): number[] => {
    const before = machine.counters.slice();
    machine.run(Number.POSITIVE_INFINITY, forks * EVENTS_A_FORK);
    return [counter.CYCLES, counter.OPERATIONS].map((field) => machine.counters[field] - before[field]);
  };
  measure(SAMPLE);
  const first = measure(SAMPLE);
  const bytes = heapBytes();
  measure(FORKS - 3 * SAMPLE);
  const grown = heapBytes() - bytes;
  expect(measure(SAMPLE)).toEqual(first);
  expect(machine.execution.programErrors).toEqual([]);
  expect(machine.execution.halt).toBeNull();
  expect(kernel.view.processes().length).toBe(1);
  expect(grown).toBeLessThan(FORKS * LEAST_LEAK);
});
