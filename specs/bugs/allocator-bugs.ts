/** All seeded bugs of allocators, by the allocator that they are in: first fit, cursor, bitmap, next fit, LIFO list, buddy, two levels. */
import type { AllocatorBug } from './allocator-bug.ts';
import { alignmentLost } from './allocators/alignment-lost.ts';
import { alwaysMoves } from './allocators/always-moves.ts';
import { backLinkStale } from './allocators/back-link-stale.ts';
import { buddyOfAnotherOrder } from './allocators/buddy-of-another-order.ts';
import { clearsWhatFollows } from './allocators/clears-what-follows.ts';
import { coalescesAcrossEnd } from './allocators/coalesces-across-end.ts';
import { countNotChecked } from './allocators/count-not-checked.ts';
import { cursorPastEnd } from './allocators/cursor-past-end.ts';
import { failedRequestKept } from './allocators/failed-request-kept.ts';
import { failedSplitKept } from './allocators/failed-split-kept.ts';
import { freeOfFree } from './allocators/free-of-free.ts';
import { freeOneTooFew } from './allocators/free-one-too-few.ts';
import { freeOneTooMany } from './allocators/free-one-too-many.ts';
import { freedTwice } from './allocators/freed-twice.ts';
import { givenWithList } from './allocators/given-with-list.ts';
import { growsOverNeighbour } from './allocators/grows-over-neighbour.ts';
import { headInField } from './allocators/head-in-field.ts';
import { headerInPage } from './allocators/header-in-page.ts';
import { lastPageMissed } from './allocators/last-page-missed.ts';
import { linkLeft } from './allocators/link-left.ts';
import { missedCoalesce } from './allocators/missed-coalesce.ts';
import { movesWithoutCopying } from './allocators/moves-without-copying.ts';
import { negativePage } from './allocators/negative-page.ts';
import { noWayAround } from './allocators/no-way-around.ts';
import { onlyFirstPageTaken } from './allocators/only-first-page-taken.ts';
import { orderRoundedDown } from './allocators/order-rounded-down.ts';
import { runAroundEnd } from './allocators/run-around-end.ts';
import { runCrossesEnd } from './allocators/run-crosses-end.ts';
import { runNotReset } from './allocators/run-not-reset.ts';
import { runNotUnlinked } from './allocators/run-not-unlinked.ts';
import { shareCountsFirstPage } from './allocators/share-counts-first-page.ts';
import { shrinksWithoutFreeing } from './allocators/shrinks-without-freeing.ts';
import { sizeOverflow } from './allocators/size-overflow.ts';
import { splitOffByOne } from './allocators/split-off-by-one.ts';
import { splitsTheWrongHalf } from './allocators/splits-the-wrong-half.ts';
import { summaryNotCleared } from './allocators/summary-not-cleared.ts';
import { summaryNotSet } from './allocators/summary-not-set.ts';
import { tagClearedLate } from './allocators/tag-cleared-late.ts';
import { tailBitsFree } from './allocators/tail-bits-free.ts';
import { tailLost } from './allocators/tail-lost.ts';
import { topBit } from './allocators/top-bit.ts';
import { wordBorder } from './allocators/word-border.ts';
import { wrongBuddy } from './allocators/wrong-buddy.ts';
import { zeroesFirstPage } from './allocators/zeroes-first-page.ts';
import { zeroesNewPagesOnly } from './allocators/zeroes-new-pages-only.ts';

export const ALLOCATOR_BUGS: readonly AllocatorBug[] = [
  lastPageMissed,
  runNotReset,
  onlyFirstPageTaken,
  countNotChecked,
  shareCountsFirstPage,
  freeOfFree,
  negativePage,
  zeroesFirstPage,
  clearsWhatFollows,
  cursorPastEnd,
  tailBitsFree,
  runCrossesEnd,
  sizeOverflow,
  freeOneTooFew,
  freeOneTooMany,
  wordBorder,
  failedRequestKept,
  zeroesNewPagesOnly,
  noWayAround,
  runAroundEnd,
  freedTwice,
  linkLeft,
  givenWithList,
  tailLost,
  runNotUnlinked,
  shrinksWithoutFreeing,
  growsOverNeighbour,
  movesWithoutCopying,
  alwaysMoves,
  headInField,
  headerInPage,
  splitOffByOne,
  splitsTheWrongHalf,
  missedCoalesce,
  coalescesAcrossEnd,
  wrongBuddy,
  buddyOfAnotherOrder,
  orderRoundedDown,
  failedSplitKept,
  backLinkStale,
  alignmentLost,
  tagClearedLate,
  summaryNotSet,
  summaryNotCleared,
  topBit,
];
