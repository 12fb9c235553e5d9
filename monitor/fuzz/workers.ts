/** The search in several threads, each with every so-many-th run: together they do the same runs as one would. */
import { Worker } from 'node:worker_threads';
import { UsageError } from '../command-line/usage-error.ts';
import { grantMegabytes } from '../limits/lookout.ts';
import { Mistake } from '../limits/mistake.ts';
import type { Found, Plan, Tally } from './search.ts';
import type { Message, Task } from './worker.ts';

const MEGABYTES_OF_A_WORKER = 64;
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
  const workers = tallies.map((_, index) => new Worker(SCRIPT, { workerData: taskOf(given, plan, index, count) }));
  grantMegabytes(count * MEGABYTES_OF_A_WORKER);
  const isRepeatable = Number.isFinite(plan.runs);
  const endAll = (): void => workers.forEach((worker) => void worker.terminate());
  const ends = workers.map((worker, index) => endOf(worker, (tally) => note(index, tally)));
  try {
    if (!isRepeatable) for (const end of ends) void end.then((found) => found !== null && endAll(), endAll);
    const found = (await Promise.all(ends)).filter((one) => one !== null);
    return found.toSorted((a, b) => a.run - b.run)[0] ?? null;
  } finally {
    endAll();
  }
};

const taskOf = (given: string, plan: Plan, index: number, count: number): Task => ({
  given,
  plan: { ...plan, first: plan.first + index * plan.stride, stride: plan.stride * count },
});

/** What `worker` finds; null also if it was ended. */
const endOf = (worker: Worker, tell: (tally: Tally) => void): Promise<Found | null> =>
  new Promise((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if (message.type === 'tally') tell(message.tally);
      else if (message.type === 'refusal') reject(new UsageError(message.message));
      else if (message.type === 'mistake') reject(new Mistake(message.problem, message.place));
      else resolve(message.found);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(null));
  });

const sum = (tallies: readonly Tally[], name: keyof Tally): number =>
  tallies.reduce((total, tally) => total + tally[name], 0);
