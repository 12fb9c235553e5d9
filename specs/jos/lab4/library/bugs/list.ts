/** All seeded bugs of libraries of lab 4. */
import type { LibraryBug } from '../bug.ts';
import { allocatesInPlace } from './allocates-in-place.ts';
import { childTwice } from './child-twice.ts';
import { copiesAQuarter } from './copies-a-quarter.ts';
import { copiesAnyPage } from './copies-any-page.ts';
import { copyNotWritable } from './copy-not-writable.ts';
import { firstTableOnly } from './first-table-only.ts';
import { forgetsCopyOnWrite } from './forgets-copy-on-write.ts';
import { handlerOnce } from './handler-once.ts';
import { ignoresFullMemory } from './ignores-full-memory.ts';
import { leavesTemporaryPage } from './leaves-temporary-page.ts';
import { neverRuns } from './never-runs.ts';
import { noHandlerInParent } from './no-handler-in-parent.ts';
import { noUpcallInChild } from './no-upcall-in-child.ts';
import { notRounded } from './not-rounded.ts';
import { pageAtZero } from './page-at-zero.ts';
import { parentStaysWritable } from './parent-stays-writable.ts';
import { readOnlyAsCopyOnWrite } from './read-only-as-copy-on-write.ts';
import { runsTooEarly } from './runs-too-early.ts';
import { sendsOnce } from './sends-once.ts';
import { sharesEverything } from './shares-everything.ts';
import { sharesExceptionStack } from './shares-exception-stack.ts';
import { stopsBeforeTheStack } from './stops-before-the-stack.ts';
import { takesOldMessage } from './takes-old-message.ts';

export const LIBRARY_BUGS: readonly LibraryBug[] = [
  childTwice,
  parentStaysWritable,
  sharesEverything,
  noUpcallInChild,
  firstTableOnly,
  stopsBeforeTheStack,
  leavesTemporaryPage,
  sharesExceptionStack,
  copiesAnyPage,
  notRounded,
  copyNotWritable,
  neverRuns,
  sendsOnce,
  takesOldMessage,
  pageAtZero,
  readOnlyAsCopyOnWrite,
  forgetsCopyOnWrite,
  runsTooEarly,
  handlerOnce,
  allocatesInPlace,
  ignoresFullMemory,
  noHandlerInParent,
  copiesAQuarter,
];
