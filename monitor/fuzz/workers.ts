/** The search in several threads, each with every so-many-th run: together they do the same runs as one would. */
import type { Interruption } from '../limits/interruption.ts';
import { Threads } from '../workers/threads.ts';
import type { Found, Plan, Progress } from './search.ts';
import type { Task } from './search-worker.ts';

const SCRIPT = new URL('./search-worker.js', import.meta.url);

/**
 * Searches as `plan` says in `count` threads; `tell` learns how much all have done. Resolves to what was found in the earliest run, or null. When
 * one finds something the others are ended, but for those that are asked for a number of runs: then the result does not depend on who is fast.
 */
export const searchTogether = async (
  given: string,
  plan: Plan,
  count: number,
  tell: (progress: Progress) => void,
  interruption?: Interruption,
): Promise<Found | null> => {
  const tallies: Progress[] = Array.from({ length: count }, (_, index) => ({
    ...{ operations: 0, runs: 0 },
    due: plan.first + index * plan.stride,
  }));
  const note = (index: number, tally: Progress): void => {
    tallies[index] = tally;
    const due = Math.min(...tallies.map((each) => each.due));
    tell({ operations: sum(tallies, 'operations'), runs: sum(tallies, 'runs'), due });
  };
  const tasks = tallies.map((_, index) => taskOf(given, plan, index, count));
  const threads = new Threads<Progress, Found>(SCRIPT, tasks, (tally, index) => note(index, tally));
  const isRepeatable = Number.isFinite(plan.runs);
  const endAll = (): void => threads.endAll();
  try {
    if (!isRepeatable) for (const end of threads.ends) void end.then((found) => found !== null && endAll(), endAll);
    void interruption?.asked.then(endAll);
    const found = (await Promise.all(threads.ends)).filter((one) => one !== null);
    return found.toSorted((a, b) => a.run - b.run)[0] ?? null;
  } finally {
    endAll();
  }
};

const taskOf = (given: string, plan: Plan, index: number, count: number): Task => ({
  given,
  plan: { ...plan, first: plan.first + index * plan.stride, stride: plan.stride * count },
});

const sum = (tallies: readonly Progress[], name: 'operations' | 'runs'): number =>
  tallies.reduce((total, tally) => total + tally[name], 0);
