/**
 * All invariants, in the order in which a report names them: what says most about a cause comes first. Each holds in every
 * state of a correct kernel between two operations of programs.
 */

import type { Invariant } from '../../judge/invariant.ts';
import { cyclesAddUp } from '../../judge/invariants/cycles-add-up.ts';
import { equalKernelPart } from '../../judge/invariants/equal-kernel-part.ts';
import { exactReferenceCount } from '../../judge/invariants/exact-reference-count.ts';
import { failureChangesNothing } from '../../judge/invariants/failure-changes-nothing.ts';
import { freshPageIsZero } from '../../judge/invariants/fresh-page-is-zero.ts';
import { kernelMemoryIsPrivate } from '../../judge/invariants/kernel-memory-is-private.ts';
import { noUseAfterFree } from '../../judge/invariants/no-use-after-free.ts';
import { nothingLeaks } from '../../judge/invariants/nothing-leaks.ts';
import { reachedThroughRoot } from '../../judge/invariants/reached-through-root.ts';
import { runnableIsComplete } from '../../judge/invariants/runnable-is-complete.ts';
import { tablesHaveOneOwner } from '../../judge/invariants/tables-have-one-owner.ts';
import { textEqualsImage } from '../../judge/invariants/text-equals-image.ts';
import { tlbWithinTables } from '../../judge/invariants/tlb-within-tables.ts';
import { freeSlotIsEmpty } from './free-slot-is-empty.ts';
import { noSlotIsLost } from './no-slot-is-lost.ts';
import { writableMeansPrivate } from './writable-means-private.ts';

/** The invariants of WeensyOS; docs/invariants.md says what each protects. */
export const INVARIANTS: readonly Invariant[] = [
  runnableIsComplete,
  freeSlotIsEmpty,
  noSlotIsLost,
  equalKernelPart,
  reachedThroughRoot,
  tablesHaveOneOwner,
  kernelMemoryIsPrivate,
  noUseAfterFree,
  writableMeansPrivate,
  exactReferenceCount,
  nothingLeaks,
  freshPageIsZero,
  failureChangesNothing,
  textEqualsImage,
  tlbWithinTables,
  cyclesAddUp,
];
