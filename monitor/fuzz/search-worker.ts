/** A thread that shares in the search: it does its runs of the plan, and tells how far it is. */
import { doTask } from '../workers/thread.ts';
import { chosenAllocator } from './allocator.ts';
import { type Found, heard, type Plan, type Progress, search } from './search.ts';

/** What a worker is given. */
export interface Task {
  readonly given: string;
  readonly plan: Plan;
}

await doTask<Task, Progress, Found | null>(async ({ given, plan }, tell) => {
  const { Allocator } = await chosenAllocator(given);
  const found = await search(Allocator, plan, tell);
  await heard();
  return found;
});
