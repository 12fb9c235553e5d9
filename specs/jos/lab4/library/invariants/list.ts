/** All invariants of libraries, in the order in which a report names them. */
import type { Invariant } from '../../../../judge/invariant.ts';
import type { LibraryObservation } from '../observation.ts';
import { childCanRun } from './child-can-run.ts';
import { childHasAll } from './child-has-all.ts';
import { exceptionStackIsPrivate } from './exception-stack-is-private.ts';
import { faultsAreHandled } from './faults-are-handled.ts';
import { forbiddenEnds } from './forbidden-ends.ts';
import { messagesArrive } from './messages-arrive.ts';
import { nothingComesUnasked } from './nothing-comes-unasked.ts';
import { privateMemoryIsPrivate } from './private-memory-is-private.ts';
import { programsComeToTheirEnd } from './programs-come-to-their-end.ts';
import { readOnlyStaysSo } from './read-only-stays-so.ts';
import { storedIsThere } from './stored-is-there.ts';
import { temporaryPageIsFree } from './temporary-page-is-free.ts';

/** What must hold of a library while programs run on it; the first in the list that does not is named. */
export const LIBRARY_INVARIANTS: readonly Invariant<LibraryObservation>[] = [
  childHasAll,
  readOnlyStaysSo,
  exceptionStackIsPrivate,
  faultsAreHandled,
  childCanRun,
  temporaryPageIsFree,
  privateMemoryIsPrivate,
  nothingComesUnasked,
  storedIsThere,
  messagesArrive,
  forbiddenEnds,
  programsComeToTheirEnd,
];
