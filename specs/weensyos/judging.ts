/** How WeensyOS is judged: by its invariants, with a ledger that is kept up from changed words. */
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { type Contract, STRICT } from '../judge/contract.ts';
import { failureChangesNothing, failureProtectsAtMost } from '../judge/invariants/failure-changes-nothing.ts';
import type { Judging } from '../judge/judging.ts';
import { Observation } from '../judge/observation.ts';
import { INVARIANTS } from './invariants/list.ts';
import { Ledger } from './ledger/ledger.ts';

/** Held to `contract`. */
export const weensyJudgingUnder = ({ sharing }: Contract): Judging => ({
  invariants: INVARIANTS.map((invariant) =>
    invariant === failureChangesNothing && sharing === 'cow' ? failureProtectsAtMost : invariant,
  ),
  observe: (kernel, transition) => new Observation(kernel, transition),
  track: (kernel, follower) => new Ledger(kernel as WeensyKernel, follower),
});

export const weensyJudging = weensyJudgingUnder(STRICT);
