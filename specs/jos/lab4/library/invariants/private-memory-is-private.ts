import { PTE_W, ppnOf } from '../../../../../hardware/hardware.ts';
import { josAbi } from '../../../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../../../judge/invariant.ts';
import { describeReferences, isMapping } from '../../../../judge/observation.ts';
import { intentOf } from '../intent.ts';
import type { LibraryObservation } from '../observation.ts';

export const privateMemoryIsPrivate: Invariant<LibraryObservation> = {
  name: 'private memory is private',
  sentence: 'A page of its own that an environment may write at once is mapped nowhere else, in itself or in another.',
  why: 'What it stores there shows at the other place.',
  subject: 'library',
  violations: (observation) => {
    const { view, references } = observation;
    return observation.whole.flatMap(({ pid }) =>
      observation
        .mappingsOf(pid)
        .filter(({ va, permissions }) => intentOf(va) === 'private' && (permissions & PTE_W) !== 0)
        .flatMap(({ va, pa }): Violation[] => {
          const page = ppnOf(pa);
          const who = (references.get(page) ?? []).filter((one) => isMapping(one) && !isUnborn(observation, one.pid));
          if (who.length <= 1) return [];
          const found = describeReferences(view, who);
          return [{ page, process: pid, address: va, expected: 'mapped nowhere else', found }];
        }),
    );
  },
};

/** Whether it is a child that was not let run: nobody sees what it has. */
const isUnborn = (observation: LibraryObservation, pid: number): boolean => {
  const env = observation.envNamed(pid);
  return env?.status === josAbi.ENV_NOT_RUNNABLE && !env.recving;
};
