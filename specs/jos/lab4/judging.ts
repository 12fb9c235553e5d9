/** How JOS with environments is judged: by invariants across them, counted from scratch whenever a program goes on. */
import type { Ppn } from '../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../kernel/kernel.ts';
import { type Brought, judgedInvariants } from '../../judge/campaign/brought.ts';
import type { Judging } from '../../judge/judging.ts';
import { counted } from '../../judge/watch/recount.ts';
import { LAB4_INVARIANTS } from './invariants/list.ts';
import { EnvironmentsObservation } from './observation.ts';

/** `sharedOnPurpose` says which pages programs mapped more than once, other than for copy-on-write: who follows their calls knows. */
export const lab4Judging = (
  sharedOnPurpose: () => ReadonlySet<Ppn>,
  brought: Brought = {},
): Judging<EnvironmentsObservation> =>
  counted({
    invariants: judgedInvariants(LAB4_INVARIANTS, brought),
    observe: (kernel, transition) => new EnvironmentsObservation(kernel as JosLab4, transition, sharedOnPurpose()),
  });
