import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import type { LibraryObservation } from '../observation.ts';

export const programsComeToTheirEnd: Invariant<LibraryObservation> = {
  name: 'programs come to their end',
  sentence:
    'As long as memory suffices, a fork succeeds, a message finds whoever waits for it, and no program stops, waits for ever, or runs on and on.',
  why: 'The library gave up, or went wrong by itself: what it was asked to do never happened.',
  subject: 'library',
  violations: ({ moment, pid }): Violation[] => {
    if (moment.kind === 'no child')
      return [{ process: pid, expected: 'a child', found: `${moment.error}, the result of fork` }];
    return moment.kind === 'stops' ? [{ process: pid, expected: 'the program goes on', found: moment.how }] : [];
  },
};
