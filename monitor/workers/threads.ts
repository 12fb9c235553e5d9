/** Threads that share one piece of work: each is given a task, tells how far it is, and comes to a result. */
import { Worker } from 'node:worker_threads';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { grantMegabytes } from '../limits/lookout.ts';
import { Mistake } from '../limits/mistake.ts';
import type { Message } from './thread.ts';

/** The most that a command may be asked for. */
export const MOST_WORKERS = 64;
/** Memory of the host that each may use, beside that of the process. */
const MEGABYTES_OF_A_WORKER = 64;

export class Threads<Note, Result> {
  /** What each thread comes to, in the order of the tasks; null if it was ended. Rejected if it cannot do its task. */
  readonly ends: readonly Promise<Result | null>[];
  private readonly workers: readonly Worker[];

  /** Starts a thread for each of `tasks` with the script at `script`, which calls `doTask`; `hear` is told what they tell. */
  constructor(script: URL, tasks: readonly unknown[], hear: (note: Note, index: number) => void) {
    grantMegabytes(tasks.length * MEGABYTES_OF_A_WORKER);
    this.workers = tasks.map((task) => new Worker(script, { workerData: task }));
    this.ends = this.workers.map((worker, index) => endOf<Note, Result>(worker, (note) => hear(note, index)));
  }

  /** Tells the thread of task number `index`, which calls `hearing`. */
  tell(index: number, message: unknown): void {
    this.workers[index].postMessage(message);
  }

  endAll(): void {
    for (const worker of this.workers) void worker.terminate();
  }
}

const endOf = <Note, Result>(worker: Worker, hear: (note: Note) => void): Promise<Result | null> =>
  new Promise((resolve, reject) => {
    worker.on('message', (message: Message<Note, Result>) => {
      if (message.type === 'note') hear(message.note);
      else if (message.type === 'refusal') reject(new UsageError(message.message));
      else if (message.type === 'mistake') reject(new Mistake(message.problem, message.place));
      else resolve(message.result);
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === OUT_OF_MEMORY ? new UsageError('a worker ran out of memory; try fewer --workers') : error),
    );
    worker.on('exit', () => resolve(null));
  });

const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';
