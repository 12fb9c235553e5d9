/**
 * All invariants, in the order in which a report names them: what says most about a cause comes first. Each holds in every
 * state of a correct kernel between two operations of programs.
 */
import { cyclesAddUp } from './cycles-add-up.ts';
import { equalKernelPart } from './equal-kernel-part.ts';
import { exactReferenceCount } from './exact-reference-count.ts';
import { failureChangesNothing } from './failure-changes-nothing.ts';
import { freeSlotIsEmpty } from './free-slot-is-empty.ts';
import { freshPageIsZero } from './fresh-page-is-zero.ts';
import type { Invariant } from './invariant.ts';
import { kernelMemoryIsPrivate } from './kernel-memory-is-private.ts';
import { noUseAfterFree } from './no-use-after-free.ts';
import { nothingLeaks } from './nothing-leaks.ts';
import { reachedThroughRoot } from './reached-through-root.ts';
import { runnableIsComplete } from './runnable-is-complete.ts';
import { tablesHaveOneOwner } from './tables-have-one-owner.ts';
import { textEqualsImage } from './text-equals-image.ts';
import { tlbWithinTables } from './tlb-within-tables.ts';
import { writableMeansPrivate } from './writable-means-private.ts';

export const INVARIANTS: readonly Invariant[] = [
  runnableIsComplete,
  freeSlotIsEmpty,
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
