/** All seeded bugs of JOS, by the rows of the table of measured mutations. */
import type { JosBug } from './bug.ts';
import { advancesForNothing } from './jos/advances-for-nothing.ts';
import { countsAfterRemoving } from './jos/counts-after-removing.ts';
import { countsBeforeFailing } from './jos/counts-before-failing.ts';
import { countsVirtualPages } from './jos/counts-virtual-pages.ts';
import { dropsPageZero } from './jos/drops-page-zero.ts';
import { dropsPermissions } from './jos/drops-permissions.ts';
import { failsWithPositiveCode } from './jos/fails-with-positive-code.ts';
import { failsWithSuccess } from './jos/fails-with-success.ts';
import { forgetsPresent } from './jos/forgets-present.ts';
import { freesEverything } from './jos/frees-everything.ts';
import { freesFromEnd } from './jos/frees-from-end.ts';
import { freesInsteadOfDropping } from './jos/frees-instead-of-dropping.ts';
import { freesIoHole } from './jos/frees-io-hole.ts';
import { freesKernel } from './jos/frees-kernel.ts';
import { freesLastUsedPage } from './jos/frees-last-used-page.ts';
import { freesPageZero } from './jos/frees-page-zero.ts';
import { freesStartOfHole } from './jos/frees-start-of-hole.ts';
import { givesNextAddress } from './jos/gives-next-address.ts';
import { givesPhysicalAddress } from './jos/gives-physical-address.ts';
import { givesUnrounded } from './jos/gives-unrounded.ts';
import { insertsWithoutCounting } from './jos/inserts-without-counting.ts';
import { invalidatesEntryAddress } from './jos/invalidates-entry-address.ts';
import { invalidatesNothing } from './jos/invalidates-nothing.ts';
import { keepsBaseMemory } from './jos/keeps-base-memory.ts';
import { keepsExtendedMemory } from './jos/keeps-extended-memory.ts';
import { keepsOldPermissions } from './jos/keeps-old-permissions.ts';
import { leavesEntryAfterRemoving } from './jos/leaves-entry-after-removing.ts';
import { leavesLink } from './jos/leaves-link.ts';
import { leavesPageOnList } from './jos/leaves-page-on-list.ts';
import { looksUpAbsentEntries } from './jos/looks-up-absent-entries.ts';
import { looksUpWithoutEntry } from './jos/looks-up-without-entry.ts';
import { looksUpWithoutTable } from './jos/looks-up-without-table.ts';
import { mapsVirtualAddress } from './jos/maps-virtual-address.ts';
import { overwritesWithoutRemoving } from './jos/overwrites-without-removing.ts';
import { removesWhatIsAbsent } from './jos/removes-what-is-absent.ts';
import { removesWithoutDropping } from './jos/removes-without-dropping.ts';
import { removesWithoutInvalidating } from './jos/removes-without-invalidating.ts';
import { replacesByHand } from './jos/replaces-by-hand.ts';
import { returnsEarlyForSamePage } from './jos/returns-early-for-same-page.ts';
import { startsUnrounded } from './jos/starts-unrounded.ts';
import { storesThroughNullEntry } from './jos/stores-through-null-entry.ts';
import { testsCountBeforeDropping } from './jos/tests-count-before-dropping.ts';

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
];
