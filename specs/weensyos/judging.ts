/** How WeensyOS is judged: by its invariants, with a ledger that is kept up from changed words. */
import type { WeensyKernel } from '../../kernel/kernel.ts';
import type { Judging } from '../judge/judging.ts';
import { Observation } from '../judge/observation.ts';
import { INVARIANTS } from './invariants/list.ts';
import { Ledger } from './ledger/ledger.ts';

export const weensyJudging: Judging = {
  invariants: INVARIANTS,
  observe: (kernel, transition) => new Observation(kernel, transition),
  track: (kernel, follower) => new Ledger(kernel as WeensyKernel, follower),
};
