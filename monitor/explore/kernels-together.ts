/** `--workers` with a kernel: threads take the steps, and one search takes them in, in the order in which it would take them itself. */
import { ArrivalReader, type Arrivals, type KernelSearch, type Limits } from '../../specs/specs.ts';
import type { Interruption } from '../limits/interruption.ts';
import { Threads } from '../workers/threads.ts';
import type { Clock } from './clock.ts';
import type { KernelTask } from './kernel-worker.ts';

const SCRIPT = new URL('./kernel-worker.js', import.meta.url);
/** States that one is given at once, at most; and portions that it has before it, so that it need not wait for the next. */
const MOST_STATES = 64;
const PORTIONS = 2;
const LOOK_MILLISECONDS = 100;

/**
 * Goes on with `search` as far as `workers` threads take it, each with the kernel that `task` asks for. Whatever it was that ended that, one alone may go on from there.
 */
export const searchTogether = async (
  search: KernelSearch,
  limits: Limits,
  {
    task,
    workers,
    clock,
    interruption,
  }: {
    readonly task: KernelTask;
    readonly workers: number;
    readonly clock: Clock;
    readonly interruption: Interruption;
  },
): Promise<void> => {
  const dealing = new Dealing(search, limits, workers);
  const tasks = Array.from({ length: workers }, () => task);
  const threads = new Threads<Arrivals, never>(SCRIPT, tasks, (arrivals, who) => {
    dealing.takeIn(arrivals, who);
    dealing.deal(threads);
  });
  const watch = setInterval(() => clock.isOver && dealing.stop(), LOOK_MILLISECONDS);
  try {
    dealing.deal(threads);
    await Promise.race([dealing.over, interruption.asked, ...threads.ends]);
  } finally {
    clearInterval(watch);
    threads.endAll();
  }
};

/** States dealt out in portions, one after the other, and what came of them taken in again in that order. */
class Dealing {
  /** Resolves once nothing more can be dealt out, nor taken in. */
  readonly over: Promise<void>;
  private readonly search: KernelSearch;
  private readonly limits: Limits;
  stop = (): void => {};
  /** States that were dealt out; and by the first of their states portions that came back before others. */
  private dealt: number;
  private readonly early = new Map<number, Arrivals>();
  /** Of each worker how many portions it has, and how many states it has heard of. */
  private readonly portions: number[];
  private readonly heard: number[];

  constructor(search: KernelSearch, limits: Limits, workers: number) {
    this.search = search;
    this.limits = limits;
    this.dealt = search.found.done;
    this.portions = new Array(workers).fill(0);
    this.heard = new Array(workers).fill(0);
    this.over = new Promise((resolve) => {
      this.stop = resolve;
    });
  }

  /** Gives those something to do who have little of it. */
  deal(threads: Threads<Arrivals, never>): void {
    for (let round = 0; round < PORTIONS; round++)
      for (const [who, portions] of this.portions.entries())
        if (portions <= round && this.dealt < this.search.found.classes.count) this.dealTo(who, threads);
  }

  /** Takes in what a portion came to, if those before it are taken in. */
  takeIn(arrivals: Arrivals, who: number): void {
    const { search, limits, early } = this;
    this.portions[who]--;
    early.set(arrivals.first, arrivals);
    for (let next = early.get(search.found.done); next !== undefined; next = early.get(search.found.done)) {
      early.delete(next.first);
      const end = search.run(limits, new ArrivalReader(next));
      if (end !== 'seconds' || next.isCut) return this.stop();
    }
  }

  private dealTo(who: number, threads: Threads<Arrivals, never>): void {
    const { found } = this.search;
    const states = found.classes.count;
    const count = Math.ceil((states - this.dealt) / (PORTIONS * this.portions.length));
    const [first, end] = [this.dealt, this.dealt + Math.min(MOST_STATES, count)];
    threads.tell(who, { news: found.since(this.heard[who]), first, end });
    this.portions[who]++;
    this.heard[who] = states;
    this.dealt = end;
  }
}
