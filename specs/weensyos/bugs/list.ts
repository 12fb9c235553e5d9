/** All seeded bugs of WeensyOS: first those of students, then one for each invariant that none of them breaks. */
import type { WeensyBug } from '../bug.ts';
import { alignmentByShift } from './alignment-by-shift.ts';
import { anyAddressAccepted } from './any-address-accepted.ts';
import { chargesNobody } from './charges-nobody.ts';
import { childSeesPid } from './child-sees-pid.ts';
import { clearsBeforeItChecks } from './clears-before-it-checks.ts';
import { consoleClosed } from './console-closed.ts';
import { consoleFreed } from './console-freed.ts';
import { copyLost } from './copy-lost.ts';
import { countsByAddress } from './counts-by-address.ts';
import { exitKeepsRoot } from './exit-keeps-root.ts';
import { exitKeepsTables } from './exit-keeps-tables.ts';
import { exitReturns } from './exit-returns.ts';
import { forgetsToCount } from './forgets-to-count.ts';
import { forkNotUndone } from './fork-not-undone.ts';
import { freesByVirtualAddress } from './frees-by-virtual-address.ts';
import { freesCallersTables } from './frees-callers-tables.ts';
import { freesMappedPage } from './frees-mapped-page.ts';
import { freesOnlyTheLast } from './frees-only-the-last.ts';
import { freesRootTwice } from './frees-root-twice.ts';
import { handsOutDirtyPages } from './hands-out-dirty-pages.ts';
import { ignoresDoubleFree } from './ignores-double-free.ts';
import { keepsOldPage } from './keeps-old-page.ts';
import { keepsParentsTables } from './keeps-parents-tables.ts';
import { kernelOpen } from './kernel-open.ts';
import { lastPageLeftOut } from './last-page-left-out.ts';
import { leavesSlotFilled } from './leaves-slot-filled.ts';
import { linksParentsTables } from './links-parents-tables.ts';
import { loaderTakesForGranted } from './loader-takes-for-granted.ts';
import { loadsWrongText } from './loads-wrong-text.ts';
import { losesConsole } from './loses-console.ts';
import { mapsOrPanics } from './maps-or-panics.ts';
import { memoryTakenForGranted } from './memory-taken-for-granted.ts';
import { neverFlushes } from './never-flushes.ts';
import { newPageLost } from './new-page-lost.ts';
import { opensKernel } from './opens-kernel.ts';
import { pageNotZeroed } from './page-not-zeroed.ts';
import { pageZeroMapped } from './page-zero-mapped.ts';
import { registersNotCopied } from './registers-not-copied.ts';
import { rootTakenForGranted } from './root-taken-for-granted.ts';
import { runnableTooEarly } from './runnable-too-early.ts';
import { runsHalfProcess } from './runs-half-process.ts';
import { segmentThroughFirstPage } from './segment-through-first-page.ts';
import { sharesEverything } from './shares-everything.ts';
import { slotKeptBlocked } from './slot-kept-blocked.ts';
import { slotZeroUsed } from './slot-zero-used.ts';
import { staysOnOldTables } from './stays-on-old-tables.ts';
import { takesTheEnd } from './takes-the-end.ts';
import { textWritable } from './text-writable.ts';

export const WEENSY_BUGS: readonly WeensyBug[] = [
  exitKeepsTables,
  exitKeepsRoot,
  forkNotUndone,
  copyLost,
  mapsOrPanics,
  forgetsToCount,
  runnableTooEarly,
  childSeesPid,
  registersNotCopied,
  sharesEverything,
  consoleClosed,
  consoleFreed,
  kernelOpen,
  pageZeroMapped,
  anyAddressAccepted,
  takesTheEnd,
  newPageLost,
  keepsOldPage,
  pageNotZeroed,
  memoryTakenForGranted,
  segmentThroughFirstPage,
  loaderTakesForGranted,
  lastPageLeftOut,
  textWritable,
  freesMappedPage,
  ignoresDoubleFree,
  countsByAddress,
  alignmentByShift,
  freesByVirtualAddress,
  slotZeroUsed,
  exitReturns,
  freesRootTwice,
  keepsParentsTables,
  freesOnlyTheLast,
  rootTakenForGranted,
  linksParentsTables,
  staysOnOldTables,
  handsOutDirtyPages,
  clearsBeforeItChecks,
  opensKernel,
  losesConsole,
  leavesSlotFilled,
  runsHalfProcess,
  loadsWrongText,
  neverFlushes,
  chargesNobody,
  slotKeptBlocked,
  freesCallersTables,
];
