/** All invariants of JOS's memory management, in the order in which a report names them: what says most about a cause comes first. */

import type { Invariant } from '../../../judge/invariant.ts';
import { exactReferenceCount } from '../../../judge/invariants/exact-reference-count.ts';
import { freeListEnds } from '../../../judge/invariants/free-list-ends.ts';
import { noUseAfterFree } from '../../../judge/invariants/no-use-after-free.ts';
import { nothingLeaks } from '../../../judge/invariants/nothing-leaks.ts';
import { tlbWithinTables } from '../../../judge/invariants/tlb-within-tables.ts';
import type { Lab2Observation } from '../observation.ts';
import { closedToPrograms } from './closed-to-programs.ts';
import { descriptorsAtUpages } from './descriptors-at-upages.ts';
import { directoryAllowsEnough } from './directory-allows-enough.ts';
import { failedInsertChangesNothing } from './failed-insert-changes-nothing.ts';
import { givesWhatIsFree } from './gives-what-is-free.ts';
import { keepsGoing } from './keeps-going.ts';
import { kernelStack } from './kernel-stack.ts';
import { lookingChangesNothing } from './looking-changes-nothing.ts';
import { memoryAtKernbase } from './memory-at-kernbase.ts';
import { memoryHasAnEnd } from './memory-has-an-end.ts';
import { noLinkOffTheList } from './no-link-off-the-list.ts';
import { removingNothingChangesNothing } from './removing-nothing-changes-nothing.ts';
import { reservedIsNeverFree } from './reserved-is-never-free.ts';
import { stackGuard } from './stack-guard.ts';
import { staticMapsDoNotCount } from './static-maps-do-not-count.ts';
import { tablesAtUvpt } from './tables-at-uvpt.ts';
import { wholePagesAtBoot } from './whole-pages-at-boot.ts';
import { wrongFreeIsRefused } from './wrong-free-is-refused.ts';
import { zeroedPageIsZero } from './zeroed-page-is-zero.ts';

/** What speaks of nothing but the kernel's part of the map need not look at one that was found right before. */
const unlessKnown = (invariant: Invariant<Lab2Observation>): Invariant<Lab2Observation> => ({
  ...invariant,
  violations: (observation) => (observation.mapIsKnown ? [] : invariant.violations(observation)),
});

/** What speaks of nothing but the kernel's part of the map. */
export const OF_THE_MAP: readonly Invariant<Lab2Observation>[] = [
  unlessKnown(tablesAtUvpt),
  unlessKnown(descriptorsAtUpages),
  unlessKnown(memoryAtKernbase),
  unlessKnown(kernelStack),
  unlessKnown(stackGuard),
  unlessKnown(closedToPrograms),
];

/** What speaks of a call, and of nothing where there was none. */
export const OF_CALLS: readonly Invariant<Lab2Observation>[] = [
  ...[lookingChangesNothing, failedInsertChangesNothing, removingNothingChangesNothing],
  ...[wrongFreeIsRefused, givesWhatIsFree, zeroedPageIsZero],
];

/** What must hold of lab 2 after each call of its functions, in the order in which a report names them. */
export const LAB2_INVARIANTS: readonly Invariant<Lab2Observation>[] = [
  keepsGoing,
  memoryHasAnEnd,
  wholePagesAtBoot,
  lookingChangesNothing,
  failedInsertChangesNothing,
  removingNothingChangesNothing,
  wrongFreeIsRefused,
  givesWhatIsFree,
  zeroedPageIsZero,
  ...OF_THE_MAP,
  directoryAllowsEnough,
  freeListEnds,
  reservedIsNeverFree,
  noUseAfterFree,
  staticMapsDoNotCount,
  exactReferenceCount,
  noLinkOffTheList,
  nothingLeaks,
  tlbWithinTables,
];
