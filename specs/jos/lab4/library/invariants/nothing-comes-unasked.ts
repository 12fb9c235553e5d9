import { ppnOf } from '../../../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import type { LibraryObservation } from '../observation.ts';

export const nothingComesUnasked: Invariant<LibraryObservation> = {
  name: 'nothing comes unasked',
  sentence: 'No page is at address 0, where no program wants one.',
  why: 'Who wants no page with a message says so by an address at or above UTOP: 0 is an address like others, and a null pointer leads to what is there.',
  subject: 'library',
  violations: (observation) =>
    observation.whole.flatMap(({ pid }) =>
      observation
        .mappingsOf(pid)
        .filter(({ va }) => va === 0)
        .map(
          ({ pa }): Violation => ({ page: ppnOf(pa), process: pid, address: 0, expected: 'nothing', found: 'a page' }),
        ),
    ),
};
