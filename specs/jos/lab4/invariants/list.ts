/** All invariants across environments, in the order in which a report names them. */

import type { EnvInvariant } from '../invariant.ts';
import { cachedAsMapped } from './cached-as-mapped.ts';
import { copyOnWriteIsNotWritten } from './copy-on-write-is-not-written.ts';
import { countsExactly } from './counts-exactly.ts';
import { freePagesAreUnused } from './free-pages-are-unused.ts';
import { kernelIsInEveryDirectory } from './kernel-is-in-every-directory.ts';
import { kernelIsMappedNowhere } from './kernel-is-mapped-nowhere.ts';
import { readyToRun } from './ready-to-run.ts';
import { tableOfEnvironments } from './table-of-environments.ts';
import { tablesHaveOneOwner } from './tables-have-one-owner.ts';
import { unusedPagesAreFree } from './unused-pages-are-free.ts';

export const ENV_INVARIANTS: readonly EnvInvariant[] = [
  kernelIsInEveryDirectory,
  kernelIsMappedNowhere,
  tablesHaveOneOwner,
  readyToRun,
  tableOfEnvironments,
  freePagesAreUnused,
  countsExactly,
  unusedPagesAreFree,
  copyOnWriteIsNotWritten,
  cachedAsMapped,
];
