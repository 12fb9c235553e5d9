/** A thread that shares in a check: it makes the same trial of the same kernel, and tries its rounds. */
import { UsageError } from '../command-line/usage-error.ts';
import { limited } from '../limits/watchdog.ts';
import { doTask } from '../workers/thread.ts';
import { type Plan, type RoundResult, search } from './search.ts';
import { type TrialAsked, trialAsked } from './trial-asked.ts';

/** What a worker is given. */
export interface Task {
  readonly asked: TrialAsked;
  readonly patience: number;
  readonly plan: Plan;
}

await doTask<Task, RoundResult, null>(async ({ asked, patience, plan }, tell) => {
  const around = limited(patience);
  const chosen = await trialAsked(asked, around);
  if (chosen instanceof Error) throw new UsageError(`in a worker the kernel went wrong: ${chosen.message}`);
  search({ trial: chosen.trial, around }, plan, tell);
  return null;
});
