/** Pages that are never to be given away are nobody's: seen where one was on the free list once, and came from it. */
import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import type { Lab2Observation } from '../../jos/lab2/observation.ts';
import type { Invariant, Violation } from '../../judge/invariant.ts';
import { describeReferences } from '../../judge/observation.ts';
import type { DumpedJosView } from './view.ts';

export const reservedIsNotUsed: Invariant<Lab2Observation> = {
  name: 'reserved is not used',
  sentence:
    'Page 0, the hole for devices, the kernel and what boot_alloc gave away are no table of an environment and mapped for none.',
  why: 'page_alloc gave away what was never free: who has it destroys the kernel, or is destroyed by devices.',
  violations: (observation) => {
    const { references, view } = observation;
    const mapped = [...references].flatMap(([page, who]): Violation[] =>
      page === view.kernelRoot || !observation.isReserved(page) || page >= view.pages
        ? []
        : [{ page, expected: 'nobody', found: describeReferences(view, who) }],
    );
    return [...mapped, ...directoriesInReserved(view as DumpedJosView, references)];
  },
};

/** The view takes page 0 for no directory at all; an environment may have it for one all the same. */
const directoriesInReserved = (view: DumpedJosView, references: ReadonlyMap<Ppn, unknown>): Violation[] =>
  view.processes().flatMap(({ slot, pid }) => {
    const page = view.directoryOf(slot);
    if (page === null || page !== 0 || references.has(ppn(0))) return [];
    return [{ page, process: pid, expected: 'nobody', found: `the root of ${view.nameOf(pid)}` }];
  });
