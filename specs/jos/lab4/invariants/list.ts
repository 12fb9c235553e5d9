/** All invariants across environments, in the order in which a report names them. */
import type { Invariant } from '../../../judge/invariant.ts';
import { cyclesAddUp } from '../../../judge/invariants/cycles-add-up.ts';
import { equalKernelPart } from '../../../judge/invariants/equal-kernel-part.ts';
import { exactReferenceCount } from '../../../judge/invariants/exact-reference-count.ts';
import { failureChangesNothing } from '../../../judge/invariants/failure-changes-nothing.ts';
import { freeListEnds } from '../../../judge/invariants/free-list-ends.ts';
import { kernelMemoryIsPrivate } from '../../../judge/invariants/kernel-memory-is-private.ts';
import { noUseAfterFree } from '../../../judge/invariants/no-use-after-free.ts';
import { nothingLeaks } from '../../../judge/invariants/nothing-leaks.ts';
import { reachedThroughRoot } from '../../../judge/invariants/reached-through-root.ts';
import { runnableIsComplete } from '../../../judge/invariants/runnable-is-complete.ts';
import { tablesHaveOneOwner } from '../../../judge/invariants/tables-have-one-owner.ts';
import { tlbWithinTables } from '../../../judge/invariants/tlb-within-tables.ts';
import type { EnvironmentsObservation } from '../observation.ts';
import { copyOnWriteIsNotWritten } from './copy-on-write-is-not-written.ts';
import { tableOfEnvironments } from './table-of-environments.ts';

/** What must hold across environments after each entry into the kernel, in the order in which a report names them. */
export const LAB4_INVARIANTS: readonly Invariant<EnvironmentsObservation>[] = [
  equalKernelPart,
  kernelMemoryIsPrivate,
  tablesHaveOneOwner,
  runnableIsComplete,
  reachedThroughRoot,
  tableOfEnvironments,
  freeListEnds,
  noUseAfterFree,
  exactReferenceCount,
  nothingLeaks,
  failureChangesNothing,
  copyOnWriteIsNotWritten,
  tlbWithinTables,
  cyclesAddUp,
];
