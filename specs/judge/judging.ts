/** How kernels of one kind are judged. Each kernel brings one; all that judges takes it. */
import type { Watched } from '../../kernel/kernel.ts';
import type { Invariant } from './invariant.ts';
import type { Observation } from './observation.ts';
import type { PageFollower, Tracker } from './watch/tracker.ts';
import type { Transition } from './watch/transition.ts';

/** What must hold, how a state is looked at, and who keeps up with it. */
export interface Judging<Observed extends Observation = Observation> {
  /** In the order in which a report names them: what says most about a cause comes first. */
  readonly invariants: readonly Invariant<Observed>[];
  observe(kernel: Watched, transition: Transition | null): Observed;
  /** A ledger, or whoever counts from scratch (recount.ts). One a machine. */
  track(kernel: Watched, follower: PageFollower): Tracker;
}
