import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import type { LibraryObservation } from '../observation.ts';

export const forbiddenEnds: Invariant<LibraryObservation> = {
  name: 'what is forbidden ends a program',
  sentence: 'A program that loads where no page is, or stores where it may not, does not go on.',
  why: 'The handler takes any fault for a write to a shared page, and hides the mistake.',
  subject: 'library',
  violations: ({ moment, pid }): Violation[] =>
    moment.kind !== 'goes on'
      ? []
      : [{ process: pid, address: moment.va, expected: 'the end of the program', found: 'it goes on' }],
};
