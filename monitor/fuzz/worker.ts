/** A thread that shares in the search: it does its runs of the plan, and sends how far it is, and what it finds. */
import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../command-line/usage-error.ts';
import type { Place } from '../limits/own-code.ts';
import { watchThread } from '../limits/thread.ts';
import { chosenAllocator } from './chosen.ts';
import { type Found, heard, type Plan, search, type Tally } from './search.ts';

/** What a worker is given. */
export interface Task {
  readonly given: string;
  readonly plan: Plan;
}

/** What a worker sends. */
export type Message =
  | { readonly type: 'tally'; readonly tally: Tally }
  | { readonly type: 'end'; readonly found: Found | null }
  | { readonly type: 'refusal'; readonly message: string }
  | { readonly type: 'mistake'; readonly problem: string; readonly place: Place | null };

const send = (message: Message): void => parentPort?.postMessage(message);

const work = async ({ given, plan }: Task): Promise<void> => {
  try {
    const { Allocator } = await chosenAllocator(given);
    const found = await search(Allocator, plan, (tally) => send({ type: 'tally', tally }));
    send({ type: 'end', found });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    send({ type: 'refusal', message: error.message });
  }
};

if (parentPort !== null) {
  watchThread(({ message, place }) => send({ type: 'mistake', problem: message, place }));
  await work(workerData as Task);
  await heard();
}
