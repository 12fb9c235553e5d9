/** `--workers`: an exploration in several threads, each with a share of the states; what comes of it is the same. */
import type { Values } from '../../presentation/boot/values.ts';
import {
  type Explored,
  type ExploreOptions,
  explore,
  MOST_WORDS,
  type ShareExplored,
  sharedBy,
  systemOf,
  togetherExplored,
} from '../../specs/specs.ts';
import type { Interruption } from '../limits/interruption.ts';
import { Threads } from '../workers/threads.ts';
import type { Asked } from './asked.ts';
import type { Task } from './share-worker.ts';

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
  systemOf(system, options);
  const [shared, stop] = [sharedBy(workers, MOST_WORDS), new SharedArrayBuffer(4)];
  const memory = (options.memory ?? Number.POSITIVE_INFINITY) / workers;
  const tasks = Array.from(
    { length: workers },
    (_, me): Task => ({
      ...{ names, values, options, shared, me, memory, seconds, stop },
    }),
  );
  void interruption.asked.then(() => Atomics.store(new Int32Array(stop), 0, 1));
  const threads = new Threads<never, ShareExplored>(SCRIPT, tasks, () => {});
  try {
    const shares = (await Promise.all(threads.ends)).filter((share) => share !== null);
    const { memory: _memory, hasTime: _hasTime, ...same } = options;
    return togetherExplored(shares, (depth) => explore(system, { ...same, depth }));
  } finally {
    threads.endAll();
  }
};
