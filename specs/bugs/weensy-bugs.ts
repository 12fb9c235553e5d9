/** All seeded bugs of WeensyOS: first those of students, then one for each invariant that none of them breaks. */
import type { WeensyBug } from './weensy-bug.ts';
import { alignmentByShift } from './weensyos/alignment-by-shift.ts';
import { anyAddressAccepted } from './weensyos/any-address-accepted.ts';
import { chargesNobody } from './weensyos/charges-nobody.ts';
import { childSeesPid } from './weensyos/child-sees-pid.ts';
import { clearsBeforeItChecks } from './weensyos/clears-before-it-checks.ts';
import { consoleClosed } from './weensyos/console-closed.ts';
import { consoleFreed } from './weensyos/console-freed.ts';
import { copyLost } from './weensyos/copy-lost.ts';
import { countsByAddress } from './weensyos/counts-by-address.ts';
import { exitKeepsRoot } from './weensyos/exit-keeps-root.ts';
import { exitKeepsTables } from './weensyos/exit-keeps-tables.ts';
import { exitReturns } from './weensyos/exit-returns.ts';
import { forgetsToCount } from './weensyos/forgets-to-count.ts';
import { forkNotUndone } from './weensyos/fork-not-undone.ts';
import { freesByVirtualAddress } from './weensyos/frees-by-virtual-address.ts';
import { freesMappedPage } from './weensyos/frees-mapped-page.ts';
import { freesOnlyTheLast } from './weensyos/frees-only-the-last.ts';
import { freesRootTwice } from './weensyos/frees-root-twice.ts';
import { handsOutDirtyPages } from './weensyos/hands-out-dirty-pages.ts';
import { ignoresDoubleFree } from './weensyos/ignores-double-free.ts';
import { keepsOldPage } from './weensyos/keeps-old-page.ts';
import { keepsParentsTables } from './weensyos/keeps-parents-tables.ts';
import { kernelOpen } from './weensyos/kernel-open.ts';
import { lastPageLeftOut } from './weensyos/last-page-left-out.ts';
import { leavesSlotFilled } from './weensyos/leaves-slot-filled.ts';
import { linksParentsTables } from './weensyos/links-parents-tables.ts';
import { loaderTakesForGranted } from './weensyos/loader-takes-for-granted.ts';
import { loadsWrongText } from './weensyos/loads-wrong-text.ts';
import { losesConsole } from './weensyos/loses-console.ts';
import { mapsOrPanics } from './weensyos/maps-or-panics.ts';
import { memoryTakenForGranted } from './weensyos/memory-taken-for-granted.ts';
import { neverFlushes } from './weensyos/never-flushes.ts';
import { newPageLost } from './weensyos/new-page-lost.ts';
import { opensKernel } from './weensyos/opens-kernel.ts';
import { pageNotZeroed } from './weensyos/page-not-zeroed.ts';
import { pageZeroMapped } from './weensyos/page-zero-mapped.ts';
import { registersNotCopied } from './weensyos/registers-not-copied.ts';
import { rootTakenForGranted } from './weensyos/root-taken-for-granted.ts';
import { runnableTooEarly } from './weensyos/runnable-too-early.ts';
import { runsHalfProcess } from './weensyos/runs-half-process.ts';
import { segmentThroughFirstPage } from './weensyos/segment-through-first-page.ts';
import { sharesEverything } from './weensyos/shares-everything.ts';
import { slotZeroUsed } from './weensyos/slot-zero-used.ts';
import { staysOnOldTables } from './weensyos/stays-on-old-tables.ts';
import { takesTheEnd } from './weensyos/takes-the-end.ts';
import { textWritable } from './weensyos/text-writable.ts';

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
];
