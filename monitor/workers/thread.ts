/** The inside of a thread that shares in some work: it does the task that it is given, and sends what comes of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Place } from '../limits/own-code.ts';
import { watchThread } from '../limits/thread.ts';

/** What a thread sends. */
export type Message<Note, Result> =
  | { readonly type: 'note'; readonly note: Note }
  | { readonly type: 'end'; readonly result: Result }
  | { readonly type: 'refusal'; readonly message: string }
  | { readonly type: 'mistake'; readonly problem: string; readonly place: Place | null };

/** Does the task of this thread with `work`, which may tell how far it is; nothing outside of a thread. */
export const doTask = async <Task, Note, Result>(
  work: (task: Task, tell: (note: Note) => void) => Promise<Result>,
): Promise<void> => {
  if (parentPort === null) return;
  const send = (message: Message<Note, Result>): void => parentPort?.postMessage(message);
  watchThread(({ message, place }) => send({ type: 'mistake', problem: message, place }));
  try {
    send({ type: 'end', result: await work(workerData, (note) => send({ type: 'note', note })) });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    send({ type: 'refusal', message: error.message });
  }
};

/** Calls `hear` with all that this thread is told from now on, until it is ended. Rejected with what that throws. */
export const hearing = <Message>(hear: (message: Message) => void): Promise<never> =>
  new Promise((_resolve, reject) => {
    parentPort?.on('message', (message: Message) => {
      try {
        hear(message);
      } catch (error) {
        reject(error);
      }
    });
  });
