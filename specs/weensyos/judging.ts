/** How WeensyOS is judged: by its invariants, with a ledger that is kept up from changed words. */
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { type Contract, STRICT } from '../judge/contract.ts';
import { failureChangesNothing, failureProtectsAtMost } from '../judge/invariants/failure-changes-nothing.ts';
import { freshPageIsZero, freshPageIsZeroIfThere } from '../judge/invariants/fresh-page-is-zero.ts';
import { textEqualsImage, unmarkedTextEqualsImage } from '../judge/invariants/text-equals-image.ts';
import type { Judging } from '../judge/judging.ts';
import { Observation } from '../judge/observation.ts';
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
