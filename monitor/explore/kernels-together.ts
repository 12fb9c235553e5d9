/** `--workers` with a kernel: threads take the steps, and one search takes them in. */
import { type Arrivals, Dealing, type KernelSearch, type Limits } from '../../specs/specs.ts';
import type { Interruption } from '../limits/interruption.ts';
import { Threads } from '../workers/threads.ts';
import type { Clock } from './clock.ts';
import type { KernelTask } from './kernel-worker.ts';

const SCRIPT = new URL('./kernel-worker.js', import.meta.url);
const LOOK_MILLISECONDS = 100;

/** Who takes the steps, and how long. */
interface Together {
  readonly task: KernelTask;
  readonly workers: number;
  readonly clock: Clock;
  readonly interruption: Interruption;
}

/** Goes on with `search` as far as several threads take it, each with the kernel that the task asks for. One alone may go on from there. */
export const searchTogether = async (
  search: KernelSearch,
  limits: Limits,
  { task, workers, clock, interruption }: Together,
): Promise<void> => {
  let stop = (): void => {};
  const over = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const threads = new Threads<Arrivals, never>(SCRIPT, new Array(workers).fill(task), (arrivals, who) => {
    dealing.takeIn(who, arrivals);
    if (dealing.isOver) stop();
  });
  const dealing = new Dealing(search, limits, { members: workers, give: (who, portion) => threads.tell(who, portion) });
  const watch = setInterval(() => clock.isOver && stop(), LOOK_MILLISECONDS);
  try {
    await Promise.race([over, interruption.asked, ...threads.ends]);
  } finally {
    clearInterval(watch);
    threads.endAll();
  }
};
