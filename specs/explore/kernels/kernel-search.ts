/**
 * A search breadth first through the states of a real kernel. Of a state only its hash is kept, and how it came from another. Others may take steps
 * for it: it takes in what they tell in the order in which it would have taken the steps itself, and so comes to the same.
 */
import type { End, Limits } from '../exploration.ts';
import type { ExploredKernel } from './explored-kernel.ts';
import { type ExploredStates, FoundStates } from './found-states.ts';
import { Journey, type StepSource } from './journey.ts';
import type { KernelStep } from './step-list.ts';

/** The search of a kernel in its first state: run piece by piece. Throws what the kernel's own code throws. */
export class KernelSearch {
  readonly found: FoundStates;
  private readonly journey: Journey;

  constructor(system: ExploredKernel) {
    this.found = new FoundStates(system.identify(), system.wrongState());
    this.journey = new Journey(system, this.found.steps);
  }

  /**
   * Goes on until all was seen, something does not hold, or a limit is reached; after a limit it may be run once more. If others took steps, it goes
   * on as far as they tell of them: then it ends for want of time.
   */
  run(limits: Limits = {}, source: StepSource = this.journey): End {
    const { found } = this;
    const most = limits.states ?? Number.POSITIVE_INFINITY;
    found.begin();
    while (source.has(found.done) && found.mayGoOn(limits)) {
      source.stepsFrom(found.done, (act, answers, arrival) => found.arrive(act, answers, arrival, most));
      found.leave();
    }
    if (found.end === 'complete' && found.explored.frontier > 0) found.end = 'seconds';
    return found.end;
  }

  get explored(): ExploredStates {
    return this.found.explored;
  }

  /** The number of the state of that hash, in the order in which states were found; -1 of one that was not. */
  stateOf(hash: Int32Array): number {
    return this.found.classes.find(hash);
  }

  /** The steps from the first state to that of number `state`: as few as there can be. */
  stepsTo(state: number): KernelStep[] {
    return this.found.steps.stepsTo(state);
  }
}
