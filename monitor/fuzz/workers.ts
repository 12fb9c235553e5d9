/** The search in several threads, each with every so-many-th run: together they do the same runs as one would. */
import { Threads } from '../workers/threads.ts';
import type { Found, Plan, Tally } from './search.ts';
import type { Task } from './worker.ts';

const SCRIPT = new URL('./worker.js', import.meta.url);

/**
 * Searches as `plan` says in `count` threads; `tell` learns how much all have done. Resolves to what was found in the earliest run, or null. When
 * one finds something the others are ended, but for those that are asked for a number of runs: then the result does not depend on who is fast.
 */
export const searchTogether = async (
  given: string,
  plan: Plan,
  count: number,
  tell: (tally: Tally) => void,
): Promise<Found | null> => {
  const tallies: Tally[] = Array.from({ length: count }, () => ({ operations: 0, runs: 0 }));
  const note = (index: number, tally: Tally): void => {
    tallies[index] = tally;
    tell({ operations: sum(tallies, 'operations'), runs: sum(tallies, 'runs') });
  };
  const tasks = tallies.map((_, index) => taskOf(given, plan, index, count));
  const threads = new Threads<Tally, Found>(SCRIPT, tasks, (tally, index) => note(index, tally));
  const isRepeatable = Number.isFinite(plan.runs);
  const endAll = (): void => threads.endAll();
  try {
    if (!isRepeatable) for (const end of threads.ends) void end.then((found) => found !== null && endAll(), endAll);
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

const sum = (tallies: readonly Tally[], name: keyof Tally): number =>
  tallies.reduce((total, tally) => total + tally[name], 0);
