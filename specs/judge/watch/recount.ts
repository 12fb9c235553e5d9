/** Keeps up with a kernel by counting everything from scratch at each return to a program: slow, and right for every kernel. */
import { AT_TIMES } from '../../../hardware/changes.ts';
import { type Changes, type Ppn, ppn } from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';
import type { Judging } from '../judging.ts';
import type { Observation, Reference, References } from '../observation.ts';
import { levelOf, type PageFollower, type Tracker } from './tracker.ts';
import type { Transition } from './transition.ts';

const NOBODY: readonly Reference[] = [];
const sameReference = (a: Reference, b: Reference): boolean => a.va === b.va && a.pid === b.pid && a.as === b.as;

export class Recount implements Tracker {
  readonly changes: Changes;
  counted: Observation | null = null;
  private readonly kernel: Watched;
  private readonly observe: (transition: Transition | null) => Observation;
  private readonly follower: PageFollower;
  private counts = new Int32Array(0);
  private references: References = new Map();
  /** The root of each owner's tables, of those that were there last too. */
  private readonly roots = new Map<number, Ppn>();

  /** Follows `kernel`, which `observe` looks at, and tells `follower` what comes and goes. */
  constructor(kernel: Watched, observe: (transition: Transition | null) => Observation, follower: PageFollower) {
    this.kernel = kernel;
    this.observe = observe;
    this.follower = follower;
    const { memory } = kernel.machine;
    this.changes = memory.changes();
    for (let page = 0; page < memory.ramPages; page++) this.changes.follow(page, AT_TIMES);
  }

  /** What programs do between two entries changes no table and no count; what changed from outside is told with the next return. */
  enter(): void {}

  leave(transition: Transition | null): void {
    this.counted = this.look(transition);
    this.tellCounts();
    this.tellReferences(this.counted.references);
  }

  /** Takes the present state for granted: nothing is told of how it came to be. */
  settle(): void {
    this.counted = this.look(null);
    this.references = this.counted.references;
    this.counts = this.countsNow();
  }

  begin(): void {
    this.changes.forget();
    this.kernel.machine.memory.recordAll(true);
  }

  end(): void {
    this.kernel.machine.memory.recordAll(false);
  }

  forget(): void {
    this.changes.forget();
  }

  leavesChanges(): boolean {
    return true;
  }

  suspects(): boolean {
    return true;
  }

  private look(transition: Transition | null): Observation {
    const observation = this.observe(transition);
    for (const { owner } of observation.spaces) this.roots.set(owner.pid, owner.root);
    return observation;
  }

  private countsNow(): Int32Array<ArrayBuffer> {
    const { view } = this.kernel;
    const counts = new Int32Array(view.pages);
    for (let page = 0; page < counts.length; page++) counts[page] = view.referenceCount(ppn(page));
    return counts;
  }

  private tellCounts(): void {
    const counts = this.countsNow();
    for (let page = 0; page < counts.length; page++) {
      const before = this.counts[page] ?? 0;
      if (before !== counts[page]) this.follower.counted(page, before, counts[page]);
    }
    this.counts = counts;
  }

  private tellReferences(now: References): void {
    const before = this.references;
    for (const [page, who] of before) this.tellDifference(page, who, now.get(page) ?? NOBODY, -1);
    for (const [page, who] of now) this.tellDifference(page, who, before.get(page) ?? NOBODY, 1);
    this.references = now;
  }

  /** Tells of those of `some` that are not among `others`. Both are in one order, so that mostly the first look is enough. */
  private tellDifference(page: Ppn, some: readonly Reference[], others: readonly Reference[], sign: number): void {
    for (const [i, reference] of some.entries()) {
      if (i < others.length && sameReference(reference, others[i])) continue;
      if (!others.some((other) => sameReference(reference, other))) this.tell(page, reference, sign);
    }
  }

  private tell(page: Ppn, { as, va, pid }: Reference, sign: number): void {
    this.follower.referred(page, sign, levelOf(as), va, this.roots.get(pid) ?? 0);
  }
}

/** `judging`, with everything counted from scratch at each return to a program: no ledger that may suspect nothing. */
export const counted = <Observed extends Observation>(
  judging: Omit<Judging<Observed>, 'track'>,
): Judging<Observed> => ({
  ...judging,
  track: (kernel, follower) => new Recount(kernel, (transition) => judging.observe(kernel, transition), follower),
});
