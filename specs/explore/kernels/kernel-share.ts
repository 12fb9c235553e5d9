/** A share of a search of a kernel: it takes steps from states that it is told of, for somebody else to take in. */
import { type Arrivals, ArrivalWriter } from './arrivals.ts';
import { Classes } from './classes.ts';
import type { ExploredKernel } from './explored-kernel.ts';
import type { News } from './found-states.ts';
import { Journey } from './journey.ts';
import { StepList } from './step-list.ts';

/** States to go on from, and what was found since the last. */
export interface Portion {
  readonly news: News;
  readonly first: number;
  readonly end: number;
}

/** Whoever takes steps for a search, on a kernel of its own. */
export class KernelShare {
  private readonly classes = new Classes();
  private readonly steps = new StepList();
  private readonly journey: Journey;
  private isOver = false;

  /** Of `system`, in its first state. */
  constructor(system: ExploredKernel) {
    this.journey = new Journey(system, this.steps);
  }

  /**
   * Takes the steps from the states of `portion`, which comes after those before it. A state is judged that this share meets for the first time: it
   * may be known elsewhere, but whoever finds a state before all others has not met it either. Where something is thrown, or `within` gives up on the
   * steps, they end before the state that they are from: somebody else is to find that out again, who can say what there is to say of it.
   */
  take({ news, first, end }: Portion, within: (work: () => void) => void): Arrivals {
    this.learn(news);
    const writer = new ArrivalWriter(first);
    try {
      within(() => {
        for (let state = first; state < end && !this.isOver; state++) this.stepsFrom(state, writer);
      });
    } catch {
      // Where the kernel stands now nobody knows.
      this.isOver = true;
    }
    return writer.arrivals(end);
  }

  private stepsFrom(state: number, writer: ArrivalWriter): void {
    this.journey.stepsFrom(state, (act, answers, arrival) => writer.add(act, answers, arrival, this.isNew));
    writer.close();
  }

  private learn({ steps, hashes }: News): void {
    this.steps.learn(steps);
    this.classes.learn(hashes);
  }

  private readonly isNew = (hash: Int32Array): boolean => {
    const { count } = this.classes;
    return this.classes.numberOf(hash) === count;
  };
}
