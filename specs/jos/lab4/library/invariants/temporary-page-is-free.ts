import { ppnOf } from '../../../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { PFTEMP } from '../intent.ts';
import type { LibraryObservation } from '../observation.ts';

export const temporaryPageIsFree: Invariant<LibraryObservation> = {
  name: 'the temporary page is free',
  sentence: 'Between two calls of the library nothing is mapped at PFTEMP.',
  why: 'The page there is that of a program, at a second address: it is written by both, shared by every fork, and never given back while the program runs.',
  subject: 'library',
  violations: (observation) =>
    observation.moment.kind !== 'rests'
      ? []
      : observation
          .mappingsOf(observation.pid)
          .filter(({ va }) => va === PFTEMP)
          .map(
            ({ pa }): Violation => ({
              ...{ page: ppnOf(pa), process: observation.pid, address: PFTEMP },
              expected: 'nothing',
              found: 'a page',
            }),
          ),
};
