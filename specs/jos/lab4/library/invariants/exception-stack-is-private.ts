import { PTE_W, ppnOf } from '../../../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { describeReferences } from '../../../../judge/observation.ts';
import { EXCEPTION_STACK } from '../intent.ts';
import type { LibraryObservation } from '../observation.ts';

export const exceptionStackIsPrivate: Invariant<LibraryObservation> = {
  name: 'the exception stack is private',
  sentence: 'The exception stack of an environment is a page of its own, mapped there alone, which it may write.',
  why: 'The kernel writes what happened there before any handler runs: if it may not, the environment ends; and two on one page read each other’s faults.',
  subject: 'library',
  violations: (observation) =>
    observation.whole.flatMap(({ pid, upcall }): Violation[] => {
      const stack = observation.mappingsOf(pid).find(({ va }) => va === EXCEPTION_STACK);
      if (stack === undefined) return [];
      const page = ppnOf(stack.pa);
      const at = { page, process: pid, address: EXCEPTION_STACK, expected: 'a page of its own, with PTE_W' };
      const who = observation.references.get(page) ?? [];
      if (who.length > 1) return [{ ...at, found: `one of ${describeReferences(observation.view, who)}` }];
      return (stack.permissions & PTE_W) === 0 && upcall !== 0 ? [{ ...at, found: 'one without PTE_W' }] : [];
    }),
};
