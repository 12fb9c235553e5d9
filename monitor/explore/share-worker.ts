/** A thread that has a share of an exploration: it makes the same system, and meets the others. */
import type { Values } from '../../presentation/boot/values.ts';
import { Exchange, type ExploreOptions, Share, type Shared, type ShareExplored, systemOf } from '../../specs/specs.ts';
import { doTask } from '../workers/thread.ts';
import { askedSystem } from './asked.ts';

/** What a worker is given. */
export interface Task {
  readonly names: readonly string[];
  readonly values: Values;
  readonly options: ExploreOptions;
  readonly shared: Shared;
  readonly me: number;
  /** Bytes of states that it may have, and seconds that it may take. */
  readonly memory: number;
  readonly seconds: number;
  /** Not 0 once somebody interrupts. */
  readonly stop: SharedArrayBuffer;
}

await doTask<Task, never, ShareExplored>(async ({ names, values, options, shared, me, memory, seconds, stop }) => {
  const { system } = await askedSystem(names, values);
  const [end, isStopped] = [performance.now() + seconds * 1000, new Int32Array(stop)];
  const hasTime = (): boolean => Atomics.load(isStopped, 0) === 0 && performance.now() < end;
  const share = new Share(systemOf(system, options), new Exchange(shared, me), me, options);
  return share.run({ memory, hasTime, ...(options.depth !== undefined && { depth: options.depth }) });
});
