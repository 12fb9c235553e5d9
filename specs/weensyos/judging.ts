/** How WeensyOS is judged: by its invariants, with a ledger that is kept up from changed words. */
import { counter, type Executable, type Image } from '../../hardware/hardware.ts';
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { type Contract, STRICT } from '../judge/contract.ts';
import { failureChangesNothing, failureProtectsAtMost } from '../judge/invariants/failure-changes-nothing.ts';
import { freshPageIsZero, freshPageIsZeroIfThere } from '../judge/invariants/fresh-page-is-zero.ts';
import { textEqualsImage, unmarkedTextEqualsImage } from '../judge/invariants/text-equals-image.ts';
import type { Judging } from '../judge/judging.ts';
import { Observation } from '../judge/observation.ts';
import { counted } from '../judge/watch/recount.ts';
import type { Transition } from '../judge/watch/transition.ts';
import { INVARIANTS } from './invariants/list.ts';
import { Ledger } from './ledger/ledger.ts';

/** How a WeensyOS is judged that is held to a contract: its invariants, those that the contract leaves open replaced by weaker ones. */
export const weensyJudgingUnder = ({ sharing, heap }: Contract): Judging => ({
  invariants: INVARIANTS.map((invariant) => {
    if (invariant === failureChangesNothing && sharing === 'cow') return failureProtectsAtMost;
    if (invariant === textEqualsImage && (sharing === 'cow' || heap === 'lazy')) return unmarkedTextEqualsImage;
    return invariant === freshPageIsZero && heap === 'lazy' ? freshPageIsZeroIfThere : invariant;
  }),
  observe: (kernel, transition) => new Observation(kernel, transition),
  track: (kernel, follower) => new Ledger(kernel as WeensyKernel, follower),
});

/** How a WeensyOS is judged that must do all that the real one does. */
export const weensyJudging = weensyJudgingUnder(STRICT);

/** A state of which it is known, too, what those will execute that were booted and have not begun yet. */
class CloseObservation extends Observation {
  private readonly programs: readonly Executable[];

  constructor(kernel: WeensyKernel, transition: Transition | null) {
    super(kernel, transition);
    this.programs = kernel.parameters.programs;
  }

  override imageOf(slot: number): Image | undefined {
    return super.imageOf(slot) ?? this.bootedIn(slot);
  }

  private bootedIn(slot: number): Image | undefined {
    const { machine, programs } = this;
    if (machine.counters[counter.OPERATIONS] > 0) return undefined;
    for (let number = 1; ; number++) {
      const image = machine.imageNumbered(number);
      if (image === undefined || image.executable === programs[slot - 1]) return image;
    }
  }
}

/** `judging` of a WeensyOS with everything counted from scratch, and the texts of programs judged before they begin. */
export const weensyClosely = (judging: Judging): Judging =>
  counted({ ...judging, observe: (kernel, transition) => new CloseObservation(kernel as WeensyKernel, transition) });
