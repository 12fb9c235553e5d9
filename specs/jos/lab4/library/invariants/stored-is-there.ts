import { ppnOf } from '../../../../../hardware/hardware.ts';
import { memlayout } from '../../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { hex } from '../../observation.ts';
import type { LibraryObservation } from '../observation.ts';

export const storedIsThere: Invariant<LibraryObservation> = {
  name: 'what is stored is there',
  sentence:
    'A program loads what it stored last, or its parent before the fork; a fresh page holds zeros; and a page from a message what its sender stored.',
  why: 'A fork gives each side memory of its own: what one stores, no other may see, and nothing may be lost.',
  subject: 'library',
  violations: (observation) => {
    const { moment, pid } = observation;
    if (moment.kind !== 'differs') return [];
    const { va, expected, found } = moment;
    const mapping = observation.mappingsOf(pid).find((one) => one.va === memlayout.ROUNDDOWN(va, memlayout.PGSIZE));
    const page = mapping === undefined ? {} : { page: ppnOf(mapping.pa) };
    return [{ ...page, process: pid, address: va, expected: hex(expected), found: hex(found) } satisfies Violation];
  },
};
