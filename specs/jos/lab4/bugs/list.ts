/** All seeded bugs of JOS with environments. */

import type { Lab4Bug } from '../bug.ts';
import { aboveUtop } from './above-utop.ts';
import { alwaysReceiving } from './always-receiving.ts';
import { anyPermission } from './any-permission.ts';
import { childGetsParentsResult } from './child-gets-parents-result.ts';
import { childStartsAtOnce } from './child-starts-at-once.ts';
import { directoryNotCounted } from './directory-not-counted.ts';
import { freesSharedPages } from './frees-shared-pages.ts';
import { interruptsOff } from './interrupts-off.ts';
import { keepsTables } from './keeps-tables.ts';
import { losesPageWhenFull } from './loses-page-when-full.ts';
import { mapsATable } from './maps-a-table.ts';
import { neverFreeAgain } from './never-free-again.ts';
import { ownTablesWritable } from './own-tables-writable.ts';
import { pagesNotZeroed } from './pages-not-zeroed.ts';
import { parentKeepsWriting } from './parent-keeps-writing.ts';
import { readsForAnybody } from './reads-for-anybody.ts';
import { sendsAnyPage } from './sends-any-page.ts';
import { sharesTheTable } from './shares-the-table.ts';
import { staleUntilSwitch } from './stale-until-switch.ts';
import { stopsBeforeTheStack } from './stops-before-the-stack.ts';
import { tablesOfTheKernel } from './tables-of-the-kernel.ts';
import { touchesAnybody } from './touches-anybody.ts';
import { twoAreRunning } from './two-are-running.ts';
import { writeFromReadOnly } from './write-from-read-only.ts';

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
