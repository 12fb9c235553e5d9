/** How a kernel of lab 2 is judged where nobody calls its functions but itself: by its invariants, once its boot is over. */
import type { Ppn } from '../../../hardware/hardware.ts';
import type { JosKernel, Watched } from '../../../kernel/kernel.ts';
import type { Judging } from '../../judge/judging.ts';
import { Recount } from '../../judge/watch/recount.ts';
import { LAB2_INVARIANTS } from './invariants/list.ts';
import { Lab2Observation } from './observation.ts';

const NONE: ReadonlySet<Ppn> = new Set();

const look = (kernel: Watched): Lab2Observation =>
  new Lab2Observation(kernel as JosKernel, { held: NONE, call: null, stopped: null });

/** How a kernel of lab 2 is judged while it boots. */
export const lab2Judging: Judging<Lab2Observation> = {
  invariants: LAB2_INVARIANTS,
  observe: look,
  track: (kernel, follower) =>
    new Recount(kernel, () => look(kernel), {
      // There is one entry, the boot: how counts came to be in it is told by the kernel itself, to whoever listens.
      counted: () => {},
      referred: (...reference) => follower.referred(...reference),
      reconcile: (state) => follower.reconcile(state),
    }),
};
