/** All seeded bugs of allocators, by the allocator that they are in: first fit, cursor, bitmap, next fit, LIFO list, buddy, two levels. */
import type { AllocatorBug } from '../bug.ts';
import { alignmentLost } from './alignment-lost.ts';
import { alwaysMoves } from './always-moves.ts';
import { backLinkStale } from './back-link-stale.ts';
import { buddyOfAnotherOrder } from './buddy-of-another-order.ts';
import { clearsWhatFollows } from './clears-what-follows.ts';
import { coalescesAcrossEnd } from './coalesces-across-end.ts';
import { countNotChecked } from './count-not-checked.ts';
import { cursorPastEnd } from './cursor-past-end.ts';
import { failedRequestKept } from './failed-request-kept.ts';
import { failedSplitKept } from './failed-split-kept.ts';
import { freeOfFree } from './free-of-free.ts';
import { freeOneTooFew } from './free-one-too-few.ts';
import { freeOneTooMany } from './free-one-too-many.ts';
import { freedTwice } from './freed-twice.ts';
import { givenWithList } from './given-with-list.ts';
import { growsOverNeighbour } from './grows-over-neighbour.ts';
import { headInField } from './head-in-field.ts';
import { headerInPage } from './header-in-page.ts';
import { lastPageMissed } from './last-page-missed.ts';
import { linkLeft } from './link-left.ts';
import { missedCoalesce } from './missed-coalesce.ts';
import { movesWithoutCopying } from './moves-without-copying.ts';
import { negativePage } from './negative-page.ts';
import { negativeSize } from './negative-size.ts';
import { noWayAround } from './no-way-around.ts';
import { onlyFirstPageTaken } from './only-first-page-taken.ts';
import { orderRoundedDown } from './order-rounded-down.ts';
import { resizedToNothing } from './resized-to-nothing.ts';
import { runAroundEnd } from './run-around-end.ts';
import { runCrossesEnd } from './run-crosses-end.ts';
import { runNotReset } from './run-not-reset.ts';
import { runNotUnlinked } from './run-not-unlinked.ts';
import { shareCountsFirstPage } from './share-counts-first-page.ts';
import { shrinksWithoutFreeing } from './shrinks-without-freeing.ts';
import { sizeOverflow } from './size-overflow.ts';
import { splitOffByOne } from './split-off-by-one.ts';
import { splitsTheWrongHalf } from './splits-the-wrong-half.ts';
import { summaryNotCleared } from './summary-not-cleared.ts';
import { summaryNotSet } from './summary-not-set.ts';
import { tagClearedLate } from './tag-cleared-late.ts';
import { tailBitsFree } from './tail-bits-free.ts';
import { tailLost } from './tail-lost.ts';
import { topBit } from './top-bit.ts';
import { wordBorder } from './word-border.ts';
import { wrongBuddy } from './wrong-buddy.ts';
import { zeroesFirstPage } from './zeroes-first-page.ts';
import { zeroesNewPagesOnly } from './zeroes-new-pages-only.ts';

/** All seeded bugs of allocators, grouped by the allocator that they are in. */
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
  resizedToNothing,
  negativeSize,
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
