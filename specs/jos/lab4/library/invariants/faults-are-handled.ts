import { PTE_W } from '../../../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { hex } from '../../observation.ts';
import { EXCEPTION_STACK, intentOf } from '../intent.ts';
import type { LibraryObservation } from '../observation.ts';

export const faultsAreHandled: Invariant<LibraryObservation> = {
  name: 'somebody handles the faults',
  sentence:
    'An environment with a page of its own that it cannot write at once, for it is shared, has a handler of page faults and an exception stack.',
  why: 'The next store there ends it.',
  subject: 'library',
  violations: (observation) =>
    observation.whole.flatMap(({ pid, upcall }): Violation[] => {
      const mappings = observation.mappingsOf(pid);
      const shared = mappings.find(({ va, permissions }) => intentOf(va) === 'private' && (permissions & PTE_W) === 0);
      const hasStack = mappings.some(({ va }) => va === EXCEPTION_STACK);
      if (shared === undefined || (upcall !== 0 && hasStack)) return [];
      const missing = upcall === 0 ? 'no handler' : `no page at ${hex(EXCEPTION_STACK)}`;
      const expected = `a handler and its stack, for ${hex(shared.va)} is not writable`;
      return [{ process: pid, expected, found: missing }];
    }),
};
