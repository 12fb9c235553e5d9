/** A thread that shares in a check: it makes the same trial of the same kernel, and tries its rounds. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { limited } from '../limits/watchdog.ts';
import { doTask } from '../workers/thread.ts';
import type { Ran } from './evidence/coverage.ts';
import { Evidence } from './evidence/evidence.ts';
import { type Plan, type RoundResult, search } from './search.ts';
import { ownFile, type TrialAsked, trialAsked } from './trial-asked.ts';

/** What a worker is given. */
export interface Task {
  readonly asked: TrialAsked;
  readonly patience: number;
  /** Whether to count what of a kernel of the user's own runs. */
  readonly counts: boolean;
  readonly plan: Plan;
}

await doTask<Task, RoundResult, Ran | null>(async ({ asked, patience, counts, plan }, tell) => {
  const around = limited(patience);
  const own = ownFile(asked);
  const evidence = counts && own !== null ? new Evidence(own) : null;
  const chosen = await trialAsked(asked, around);
  if ('error' in chosen) throw new UsageError(`in a worker the kernel went wrong: ${chosen.error.message}`);
  search({ trial: chosen.trial, around }, plan, tell);
  return evidence?.ran ?? null;
});
