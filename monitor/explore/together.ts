/** `--workers`: an exploration in several threads, each with a share of the states; what comes of it is the same. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Values } from '../../presentation/boot/values.ts';
import {
  type Explored,
  type ExploreOptions,
  explore,
  exploredByCrew,
  type Share,
  type SharedCrew,
  sharedCrew,
  systemOf,
} from '../../specs/specs.ts';
import type { Interruption } from '../limits/interruption.ts';
import { Threads } from '../workers/threads.ts';
import type { Asked } from './asked-system.ts';
import type { Task } from './share-worker.ts';

const USUAL_BYTES = 2 ** 31;
/** Less than this is not worth a start. */
const LEAST_BYTES = 2 ** 20;
const SCRIPT = new URL('./share-worker.js', import.meta.url);

/** Explores `asked`, which `names` and `values` ask for, with `workers` threads. */
export const exploreTogether = async (
  { system, names, values }: Asked & { readonly names: readonly string[]; readonly values: Values },
  options: ExploreOptions,
  {
    workers,
    seconds,
    interruption,
  }: { readonly workers: number; readonly seconds: number; readonly interruption: Interruption },
): Promise<Explored> => {
  const searched = systemOf(system, options);
  const { shared, memory } = memoryFor(workers, searched.words, options.memory ?? USUAL_BYTES);
  const stop = new SharedArrayBuffer(4);
  const tasks = Array.from(
    { length: workers },
    (_, me): Task => ({ names, values, options: { ...options, memory }, shared, me, members: workers, seconds, stop }),
  );
  void interruption.asked.then(() => Atomics.store(new Int32Array(stop), 0, 1));
  const threads = new Threads<never, Share>(SCRIPT, tasks, () => {});
  try {
    const shares = (await Promise.all(threads.ends)).filter((share) => share !== null);
    const explored = exploredByCrew(searched, options, shared, shares);
    // Loops are looked for by one alone: it is far less work than to find the states.
    return options.eventually && explored.end === 'complete'
      ? { ...explored, lassos: explore(searched, options).lassos ?? [] }
      : explored;
  } finally {
    threads.endAll();
  }
};

/**
 * Memory that they have in common, and how many bytes of it are for states: `bytes`, or as much as the host gives at once. It is asked of the host as a whole,
 * and had as it is used.
 */
const memoryFor = (
  workers: number,
  words: number,
  bytes: number,
): { readonly shared: SharedCrew; readonly memory: number } => {
  for (let memory = bytes; memory >= LEAST_BYTES; memory = Math.floor(memory / 2)) {
    try {
      return { shared: sharedCrew(workers, words, memory), memory };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new UsageError('--workers: the host does not give so much memory to several threads: leave --workers out');
};
