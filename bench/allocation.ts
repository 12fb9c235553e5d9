/** Who allocates in the host's heap while the exit mix runs, as V8's sampling heap profiler sees it: what was collected counts, too. */
import type { HeapProfiler } from 'node:inspector';
import { counter } from '../hardware/hardware.ts';
import { exitProgram } from '../userland/userland.ts';
import { inspect, sourceOf } from './inspector.ts';
import { warm } from './kernels.ts';

const EVENTS = 20_000;
/** Mean number of bytes between two samples. */
const INTERVAL = 8192;
const SHOWN = 12;

/** Bytes that each function allocated, by name and file, the most first, for each operation of a program. */
export interface Allocations {
  readonly operations: number;
  readonly bytesAnOperation: readonly (readonly [where: string, bytes: number])[];
}

/** Runs the exit mix for about `seconds` seconds. */
export const allocationsOfExitMix = (seconds: number): Promise<Allocations> =>
  inspect(async (post) => {
    const { machine } = warm([exitProgram()]);
    const collected = { includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true };
    await post('HeapProfiler.startSampling', { samplingInterval: INTERVAL, ...collected });
    const before = machine.counters[counter.OPERATIONS];
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) machine.run(Number.POSITIVE_INFINITY, EVENTS);
    const { profile } = await post<HeapProfiler.StopSamplingReturnType>('HeapProfiler.stopSampling');
    const operations = machine.counters[counter.OPERATIONS] - before;
    return { operations, bytesAnOperation: mostOf(sizesUnder(profile.head), operations) };
  });

const mostOf = (sizes: ReadonlyMap<string, number>, operations: number): [string, number][] =>
  [...sizes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([where, bytes]) => [where, bytes / operations]);

const sizesUnder = (head: HeapProfiler.SamplingHeapProfileNode): Map<string, number> => {
  const sizes = new Map<string, number>();
  const add = ({ callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode): void => {
    const where = `${callFrame.functionName || '(anonymous)'}, ${sourceOf(callFrame.url) || 'the host'}`;
    if (selfSize > 0) sizes.set(where, (sizes.get(where) ?? 0) + selfSize);
    children.forEach(add);
  };
  add(head);
  return sizes;
};
