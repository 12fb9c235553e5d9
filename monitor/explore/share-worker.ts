/** A thread that has a share of an exploration: it makes the same system, and meets the others. */
import type { Values } from '../../presentation/boot/values.ts';
import { BreadthFirst, Crew, type ExploreOptions, type Share, type SharedCrew, systemOf } from '../../specs/specs.ts';
import { doTask } from '../workers/thread.ts';
import { askedSystem } from './asked-system.ts';

/** What a worker is given. */
export interface Task {
  readonly names: readonly string[];
  readonly values: Values;
  readonly options: ExploreOptions;
  readonly shared: SharedCrew;
  readonly me: number;
  readonly members: number;
  /** Seconds that it may take. */
  readonly seconds: number;
  /** Not 0 once somebody interrupts. */
  readonly stop: SharedArrayBuffer;
}

await doTask<Task, never, Share>(async ({ names, values, options, shared, me, members, seconds, stop }) => {
  const { system } = await askedSystem(names, values);
  const [end, isStopped] = [performance.now() + seconds * 1000, new Int32Array(stop)];
  const hasTime = (): boolean => Atomics.load(isStopped, 0) === 0 && performance.now() < end;
  const search = new BreadthFirst(systemOf(system, options), options, new Crew({ me, members }, shared));
  search.run({ ...options, hasTime });
  return search.share;
});
