/** All seeded bugs of JOS with environments. */

import { aboveUtop } from './lab4/above-utop.ts';
import { alwaysReceiving } from './lab4/always-receiving.ts';
import { anyPermission } from './lab4/any-permission.ts';
import { childGetsParentsResult } from './lab4/child-gets-parents-result.ts';
import { childStartsAtOnce } from './lab4/child-starts-at-once.ts';
import { directoryNotCounted } from './lab4/directory-not-counted.ts';
import { freesSharedPages } from './lab4/frees-shared-pages.ts';
import { interruptsOff } from './lab4/interrupts-off.ts';
import { keepsTables } from './lab4/keeps-tables.ts';
import { losesPageWhenFull } from './lab4/loses-page-when-full.ts';
import { mapsATable } from './lab4/maps-a-table.ts';
import { neverFreeAgain } from './lab4/never-free-again.ts';
import { ownTablesWritable } from './lab4/own-tables-writable.ts';
import { pagesNotZeroed } from './lab4/pages-not-zeroed.ts';
import { parentKeepsWriting } from './lab4/parent-keeps-writing.ts';
import { readsForAnybody } from './lab4/reads-for-anybody.ts';
import { sendsAnyPage } from './lab4/sends-any-page.ts';
import { sharesTheTable } from './lab4/shares-the-table.ts';
import { staleUntilSwitch } from './lab4/stale-until-switch.ts';
import { stopsBeforeTheStack } from './lab4/stops-before-the-stack.ts';
import { tablesOfTheKernel } from './lab4/tables-of-the-kernel.ts';
import { touchesAnybody } from './lab4/touches-anybody.ts';
import { twoAreRunning } from './lab4/two-are-running.ts';
import { writeFromReadOnly } from './lab4/write-from-read-only.ts';
import type { Lab4Bug } from './lab4-bug.ts';

export const LAB4_BUGS: readonly Lab4Bug[] = [
  tablesOfTheKernel,
  ownTablesWritable,
  directoryNotCounted,
  keepsTables,
  stopsBeforeTheStack,
  losesPageWhenFull,
  pagesNotZeroed,
  writeFromReadOnly,
  aboveUtop,
  anyPermission,
  touchesAnybody,
  childStartsAtOnce,
  childGetsParentsResult,
  interruptsOff,
  twoAreRunning,
  neverFreeAgain,
  staleUntilSwitch,
  alwaysReceiving,
  sendsAnyPage,
  readsForAnybody,
  sharesTheTable,
  mapsATable,
  parentKeepsWriting,
  freesSharedPages,
];
