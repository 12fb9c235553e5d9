/** The invariants that hold for any kernel, whoever wrote it; each kernel has a list of its own beside. */
import type { Invariant } from '../invariant.ts';
import { cyclesAddUp } from './cycles-add-up.ts';
import { equalKernelPart } from './equal-kernel-part.ts';
import { exactReferenceCount } from './exact-reference-count.ts';
import { failureChangesNothing } from './failure-changes-nothing.ts';
import { freshPageIsZero } from './fresh-page-is-zero.ts';
import { kernelMemoryIsPrivate } from './kernel-memory-is-private.ts';
import { noUseAfterFree } from './no-use-after-free.ts';
import { nothingLeaks } from './nothing-leaks.ts';
import { reachedThroughRoot } from './reached-through-root.ts';
import { runnableIsComplete } from './runnable-is-complete.ts';
import { tablesHaveOneOwner } from './tables-have-one-owner.ts';
import { textEqualsImage } from './text-equals-image.ts';
import { tlbWithinTables } from './tlb-within-tables.ts';

/** In the order in which a report names them. */
export const ANY_KERNEL: readonly Invariant[] = [
  runnableIsComplete,
  equalKernelPart,
  reachedThroughRoot,
  tablesHaveOneOwner,
  kernelMemoryIsPrivate,
  noUseAfterFree,
  exactReferenceCount,
  nothingLeaks,
  freshPageIsZero,
  failureChangesNothing,
  textEqualsImage,
  tlbWithinTables,
  cyclesAddUp,
];
