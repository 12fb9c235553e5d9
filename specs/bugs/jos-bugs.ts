/** All seeded bugs of JOS, by the rows of the table of measured mutations. */
import type { JosBug } from './bug.ts';
import { advancesForNothing } from './jos/advances-for-nothing.ts';
import { anyFlagZeroes } from './jos/any-flag-zeroes.ts';
import { countsAfterRemoving } from './jos/counts-after-removing.ts';
import { countsBeforeFailing } from './jos/counts-before-failing.ts';
import { countsVirtualPages } from './jos/counts-virtual-pages.ts';
import { countsWhenAllocating } from './jos/counts-when-allocating.ts';
import { createsUnasked } from './jos/creates-unasked.ts';
import { descriptorsNotReadable } from './jos/descriptors-not-readable.ts';
import { descriptorsNotZeroed } from './jos/descriptors-not-zeroed.ts';
import { descriptorsWritable } from './jos/descriptors-writable.ts';
import { directoryEntryNotZero } from './jos/directory-entry-not-zero.ts';
import { directoryFollowsLastPage } from './jos/directory-follows-last-page.ts';
import { directoryHoldsKernelAddress } from './jos/directory-holds-kernel-address.ts';
import { directoryWithoutPresent } from './jos/directory-without-present.ts';
import { directoryWithoutUser } from './jos/directory-without-user.ts';
import { directoryWithoutWrite } from './jos/directory-without-write.ts';
import { dropsPageZero } from './jos/drops-page-zero.ts';
import { dropsPermissions } from './jos/drops-permissions.ts';
import { failsWithPositiveCode } from './jos/fails-with-positive-code.ts';
import { failsWithSuccess } from './jos/fails-with-success.ts';
import { firstEntryAlways } from './jos/first-entry-always.ts';
import { flagsInPointer } from './jos/flags-in-pointer.ts';
import { flushesBeforeClearing } from './jos/flushes-before-clearing.ts';
import { flushesEverything } from './jos/flushes-everything.ts';
import { forgetsPresent } from './jos/forgets-present.ts';
import { freesBehindNoHead } from './jos/frees-behind-no-head.ts';
import { freesEverything } from './jos/frees-everything.ts';
import { freesFromEnd } from './jos/frees-from-end.ts';
import { freesInsteadOfDropping } from './jos/frees-instead-of-dropping.ts';
import { freesIoHole } from './jos/frees-io-hole.ts';
import { freesKernel } from './jos/frees-kernel.ts';
import { freesLastUsedPage } from './jos/frees-last-used-page.ts';
import { freesPageZero } from './jos/frees-page-zero.ts';
import { freesStartOfHole } from './jos/frees-start-of-hole.ts';
import { freesToTheTail } from './jos/frees-to-the-tail.ts';
import { freesWithoutAsking } from './jos/frees-without-asking.ts';
import { givesMemoryThatIsNot } from './jos/gives-memory-that-is-not.ts';
import { givesNextAddress } from './jos/gives-next-address.ts';
import { givesPhysicalAddress } from './jos/gives-physical-address.ts';
import { givesUnrounded } from './jos/gives-unrounded.ts';
import { guardMapped } from './jos/guard-mapped.ts';
import { indexScaledTwice } from './jos/index-scaled-twice.ts';
import { insertsWithoutCounting } from './jos/inserts-without-counting.ts';
import { invalidatesEntryAddress } from './jos/invalidates-entry-address.ts';
import { invalidatesNothing } from './jos/invalidates-nothing.ts';
import { keepsBaseMemory } from './jos/keeps-base-memory.ts';
import { keepsExtendedMemory } from './jos/keeps-extended-memory.ts';
import { keepsOldPermissions } from './jos/keeps-old-permissions.ts';
import { largeInSmallSteps } from './jos/large-in-small-steps.ts';
import { largeNotPresent } from './jos/large-not-present.ts';
import { largePagesNotEnabled } from './jos/large-pages-not-enabled.ts';
import { largeWithoutSize } from './jos/large-without-size.ts';
import { lastPageMissing } from './jos/last-page-missing.ts';
import { leavesEntryAfterRemoving } from './jos/leaves-entry-after-removing.ts';
import { leavesLink } from './jos/leaves-link.ts';
import { leavesPageOnList } from './jos/leaves-page-on-list.ts';
import { listAscending } from './jos/list-ascending.ts';
import { lookingCreates } from './jos/looking-creates.ts';
import { looksUpAbsentEntries } from './jos/looks-up-absent-entries.ts';
import { looksUpWithoutEntry } from './jos/looks-up-without-entry.ts';
import { looksUpWithoutTable } from './jos/looks-up-without-table.ts';
import { loopEndsAtZero } from './jos/loop-ends-at-zero.ts';
import { mapsFromBootstacktop } from './jos/maps-from-bootstacktop.ts';
import { mapsOnlyExistingMemory } from './jos/maps-only-existing-memory.ts';
import { mapsVirtualAddress } from './jos/maps-virtual-address.ts';
import { memoryOpenToPrograms } from './jos/memory-open-to-programs.ts';
import { memoryReadOnly } from './jos/memory-read-only.ts';
import { neverZeroes } from './jos/never-zeroes.ts';
import { noSelfMapping } from './jos/no-self-mapping.ts';
import { overwritesWithoutRemoving } from './jos/overwrites-without-removing.ts';
import { pageNumberAsIndex } from './jos/page-number-as-index.ts';
import { regionByInserting } from './jos/region-by-inserting.ts';
import { regionCountsPages } from './jos/region-counts-pages.ts';
import { regionNotPresent } from './jos/region-not-present.ts';
import { removesTheTable } from './jos/removes-the-table.ts';
import { removesWhatIsAbsent } from './jos/removes-what-is-absent.ts';
import { removesWithoutDropping } from './jos/removes-without-dropping.ts';
import { removesWithoutInvalidating } from './jos/removes-without-invalidating.ts';
import { replacesByHand } from './jos/replaces-by-hand.ts';
import { reservedNotCounted } from './jos/reserved-not-counted.ts';
import { returnsEarlyForSamePage } from './jos/returns-early-for-same-page.ts';
import { returnsPhysicalPointer } from './jos/returns-physical-pointer.ts';
import { samePageEverywhere } from './jos/same-page-everywhere.ts';
import { samePageWithoutFlush } from './jos/same-page-without-flush.ts';
import { stackAboveItsTop } from './jos/stack-above-its-top.ts';
import { stackReadOnly } from './jos/stack-read-only.ts';
import { startsUnrounded } from './jos/starts-unrounded.ts';
import { storesThroughNullEntry } from './jos/stores-through-null-entry.ts';
import { tableForEveryWalk } from './jos/table-for-every-walk.ts';
import { tableFromNothing } from './jos/table-from-nothing.ts';
import { tableNotCounted } from './jos/table-not-counted.ts';
import { tableNotZeroed } from './jos/table-not-zeroed.ts';
import { tablesWritable } from './jos/tables-writable.ts';
import { takesFromEmptyList } from './jos/takes-from-empty-list.ts';
import { testsCountBeforeDropping } from './jos/tests-count-before-dropping.ts';
import { virtualAddressAsTarget } from './jos/virtual-address-as-target.ts';
import { wastesAPage } from './jos/wastes-a-page.ts';
import { zeroesDescriptors } from './jos/zeroes-descriptors.ts';
import { zeroesEightBytes } from './jos/zeroes-eight-bytes.ts';
import { zeroesPhysicalAddress } from './jos/zeroes-physical-address.ts';

export const JOS_BUGS: readonly JosBug[] = [
  countsAfterRemoving,
  returnsEarlyForSamePage,
  insertsWithoutCounting,
  countsBeforeFailing,
  overwritesWithoutRemoving,
  dropsPermissions,
  forgetsPresent,
  keepsOldPermissions,
  mapsVirtualAddress,
  failsWithPositiveCode,
  failsWithSuccess,
  storesThroughNullEntry,
  removesWithoutInvalidating,
  invalidatesNothing,
  replacesByHand,
  invalidatesEntryAddress,
  leavesEntryAfterRemoving,
  removesWithoutDropping,
  dropsPageZero,
  freesInsteadOfDropping,
  testsCountBeforeDropping,
  looksUpAbsentEntries,
  removesWhatIsAbsent,
  looksUpWithoutEntry,
  looksUpWithoutTable,
  freesPageZero,
  freesIoHole,
  freesStartOfHole,
  freesKernel,
  freesEverything,
  freesFromEnd,
  freesLastUsedPage,
  keepsBaseMemory,
  keepsExtendedMemory,
  countsVirtualPages,
  advancesForNothing,
  givesNextAddress,
  givesPhysicalAddress,
  startsUnrounded,
  givesUnrounded,
  leavesPageOnList,
  leavesLink,
  countsWhenAllocating,
  neverZeroes,
  zeroesDescriptors,
  zeroesEightBytes,
  zeroesPhysicalAddress,
  takesFromEmptyList,
  freesBehindNoHead,
  freesToTheTail,
  tableNotZeroed,
  tableNotCounted,
  directoryHoldsKernelAddress,
  directoryWithoutUser,
  directoryWithoutWrite,
  directoryWithoutPresent,
  firstEntryAlways,
  indexScaledTwice,
  pageNumberAsIndex,
  returnsPhysicalPointer,
  flagsInPointer,
  tableFromNothing,
  tableForEveryWalk,
  loopEndsAtZero,
  regionNotPresent,
  samePageEverywhere,
  mapsOnlyExistingMemory,
  guardMapped,
  stackAboveItsTop,
  mapsFromBootstacktop,
  virtualAddressAsTarget,
  noSelfMapping,
  memoryReadOnly,
  removesTheTable,
  regionByInserting,
  regionCountsPages,
  largeWithoutSize,
  largeNotPresent,
  largeInSmallSteps,
  largePagesNotEnabled,
  descriptorsNotZeroed,
  listAscending,
  anyFlagZeroes,
  freesWithoutAsking,
  directoryEntryNotZero,
  createsUnasked,
  lastPageMissing,
  samePageWithoutFlush,
  descriptorsNotReadable,
  descriptorsWritable,
  memoryOpenToPrograms,
  tablesWritable,
  stackReadOnly,
  reservedNotCounted,
  directoryFollowsLastPage,
  lookingCreates,
  flushesBeforeClearing,
  givesMemoryThatIsNot,
  wastesAPage,
  flushesEverything,
];
