/** All seeded bugs of JOS, by the rows of the table of measured mutations. */
import type { JosBug } from '../bug.ts';
import { advancesForNothing } from './advances-for-nothing.ts';
import { anyFlagZeroes } from './any-flag-zeroes.ts';
import { countsAfterRemoving } from './counts-after-removing.ts';
import { countsBeforeFailing } from './counts-before-failing.ts';
import { countsVirtualPages } from './counts-virtual-pages.ts';
import { countsWhenAllocating } from './counts-when-allocating.ts';
import { createsUnasked } from './creates-unasked.ts';
import { descriptorsNotReadable } from './descriptors-not-readable.ts';
import { descriptorsNotZeroed } from './descriptors-not-zeroed.ts';
import { descriptorsWritable } from './descriptors-writable.ts';
import { directoryEntryNotZero } from './directory-entry-not-zero.ts';
import { directoryFollowsLastPage } from './directory-follows-last-page.ts';
import { directoryHoldsKernelAddress } from './directory-holds-kernel-address.ts';
import { directoryWithoutPresent } from './directory-without-present.ts';
import { directoryWithoutUser } from './directory-without-user.ts';
import { directoryWithoutWrite } from './directory-without-write.ts';
import { dropsPageZero } from './drops-page-zero.ts';
import { dropsPermissions } from './drops-permissions.ts';
import { failsWithPositiveCode } from './fails-with-positive-code.ts';
import { failsWithSuccess } from './fails-with-success.ts';
import { firstEntryAlways } from './first-entry-always.ts';
import { flagsInPointer } from './flags-in-pointer.ts';
import { flushesBeforeClearing } from './flushes-before-clearing.ts';
import { flushesEverything } from './flushes-everything.ts';
import { forgetsPresent } from './forgets-present.ts';
import { freesBehindNoHead } from './frees-behind-no-head.ts';
import { freesEverything } from './frees-everything.ts';
import { freesFromEnd } from './frees-from-end.ts';
import { freesInsteadOfDropping } from './frees-instead-of-dropping.ts';
import { freesIoHole } from './frees-io-hole.ts';
import { freesKernel } from './frees-kernel.ts';
import { freesLastUsedPage } from './frees-last-used-page.ts';
import { freesPageZero } from './frees-page-zero.ts';
import { freesStartOfHole } from './frees-start-of-hole.ts';
import { freesToTheTail } from './frees-to-the-tail.ts';
import { freesWithoutAsking } from './frees-without-asking.ts';
import { givesMemoryThatIsNot } from './gives-memory-that-is-not.ts';
import { givesNextAddress } from './gives-next-address.ts';
import { givesPhysicalAddress } from './gives-physical-address.ts';
import { givesUnrounded } from './gives-unrounded.ts';
import { guardMapped } from './guard-mapped.ts';
import { indexScaledTwice } from './index-scaled-twice.ts';
import { insertsWithoutCounting } from './inserts-without-counting.ts';
import { invalidatesEntryAddress } from './invalidates-entry-address.ts';
import { invalidatesNothing } from './invalidates-nothing.ts';
import { keepsBaseMemory } from './keeps-base-memory.ts';
import { keepsExtendedMemory } from './keeps-extended-memory.ts';
import { keepsOldPermissions } from './keeps-old-permissions.ts';
import { largeInSmallSteps } from './large-in-small-steps.ts';
import { largeNotPresent } from './large-not-present.ts';
import { largePagesNotEnabled } from './large-pages-not-enabled.ts';
import { largeWithoutSize } from './large-without-size.ts';
import { lastPageMissing } from './last-page-missing.ts';
import { leavesEntryAfterRemoving } from './leaves-entry-after-removing.ts';
import { leavesLink } from './leaves-link.ts';
import { leavesPageOnList } from './leaves-page-on-list.ts';
import { listAscending } from './list-ascending.ts';
import { lookingCreates } from './looking-creates.ts';
import { looksUpAbsentEntries } from './looks-up-absent-entries.ts';
import { looksUpWithoutEntry } from './looks-up-without-entry.ts';
import { looksUpWithoutTable } from './looks-up-without-table.ts';
import { loopEndsAtZero } from './loop-ends-at-zero.ts';
import { mapsFromBootstacktop } from './maps-from-bootstacktop.ts';
import { mapsOnlyExistingMemory } from './maps-only-existing-memory.ts';
import { mapsVirtualAddress } from './maps-virtual-address.ts';
import { memoryOpenToPrograms } from './memory-open-to-programs.ts';
import { memoryReadOnly } from './memory-read-only.ts';
import { neverZeroes } from './never-zeroes.ts';
import { noSelfMapping } from './no-self-mapping.ts';
import { overwritesWithoutRemoving } from './overwrites-without-removing.ts';
import { pageNumberAsIndex } from './page-number-as-index.ts';
import { regionByInserting } from './region-by-inserting.ts';
import { regionCountsPages } from './region-counts-pages.ts';
import { regionNotPresent } from './region-not-present.ts';
import { removesTheTable } from './removes-the-table.ts';
import { removesWhatIsAbsent } from './removes-what-is-absent.ts';
import { removesWithoutDropping } from './removes-without-dropping.ts';
import { removesWithoutInvalidating } from './removes-without-invalidating.ts';
import { replacesByHand } from './replaces-by-hand.ts';
import { reservedNotCounted } from './reserved-not-counted.ts';
import { returnsEarlyForSamePage } from './returns-early-for-same-page.ts';
import { returnsPhysicalPointer } from './returns-physical-pointer.ts';
import { samePageEverywhere } from './same-page-everywhere.ts';
import { samePageWithoutFlush } from './same-page-without-flush.ts';
import { stackAboveItsTop } from './stack-above-its-top.ts';
import { stackReadOnly } from './stack-read-only.ts';
import { startsUnrounded } from './starts-unrounded.ts';
import { storesThroughNullEntry } from './stores-through-null-entry.ts';
import { tableForEveryWalk } from './table-for-every-walk.ts';
import { tableFromNothing } from './table-from-nothing.ts';
import { tableNotCounted } from './table-not-counted.ts';
import { tableNotZeroed } from './table-not-zeroed.ts';
import { tablesWritable } from './tables-writable.ts';
import { takesFromEmptyList } from './takes-from-empty-list.ts';
import { testsCountBeforeDropping } from './tests-count-before-dropping.ts';
import { virtualAddressAsTarget } from './virtual-address-as-target.ts';
import { wastesAPage } from './wastes-a-page.ts';
import { zeroesDescriptors } from './zeroes-descriptors.ts';
import { zeroesEightBytes } from './zeroes-eight-bytes.ts';
import { zeroesPhysicalAddress } from './zeroes-physical-address.ts';

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
