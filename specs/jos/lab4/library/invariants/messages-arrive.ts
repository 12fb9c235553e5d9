import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { hex } from '../../observation.ts';
import { MESSAGE_FIELDS } from '../moment.ts';
import type { LibraryObservation } from '../observation.ts';

export const messagesArrive: Invariant<LibraryObservation> = {
  name: 'messages arrive',
  sentence:
    'A message has the value that was sent, its sender, and the permissions of the page that came with it, 0 if none did; one that could not be waited for has a value below 0, and 0 else.',
  why: 'The program takes an old message, or nothing at all, for a new one.',
  subject: 'library',
  violations: ({ moment, pid }): Violation[] => {
    if (moment.kind !== 'misheard') return [];
    const { field, expected, found } = moment;
    const right = expected < 0 ? 'a value below 0' : hex(expected);
    return [{ process: pid, expected: `${right} as ${MESSAGE_FIELDS[field]} of a message`, found: hex(found) }];
  },
};
