import { ppnOf } from '../../../../../hardware/hardware.ts';
import { josAbi } from '../../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { hex } from '../../observation.ts';
import { intentOf } from '../intent.ts';
import type { LibraryObservation } from '../observation.ts';

const RIGHTS = josAbi.PTE_W | josAbi.PTE_AVAIL;

export const readOnlyStaysSo: Invariant<LibraryObservation> = {
  name: 'what is read-only stays so',
  sentence:
    'A page that a program has to be read alone, it and its children have neither to be written nor for copy-on-write.',
  why: 'A store there is a mistake, and must end the program: made copy-on-write, the page is copied, and the store goes through.',
  subject: 'library',
  violations: (observation) =>
    observation.whole.flatMap(({ pid }) =>
      observation
        .mappingsOf(pid)
        .filter(({ va, permissions }) => intentOf(va) === 'read-only' && (permissions & RIGHTS) !== 0)
        .map(
          ({ va, pa, permissions }): Violation => ({
            ...{ page: ppnOf(pa), process: pid, address: va },
            expected: 'neither PTE_W nor a bit of its own',
            found: `flags ${hex(permissions)}`,
          }),
        ),
    ),
};
