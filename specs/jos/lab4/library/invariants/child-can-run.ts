import { josAbi } from '../../../../../kernel/kernel.ts';
import type { Invariant } from '../../../../judge/invariant.ts';
import type { LibraryObservation } from '../observation.ts';

export const childCanRun: Invariant<LibraryObservation> = {
  name: 'a child can run',
  sentence: 'When fork returns the id of a child, the caller has such a child, which can run.',
  why: 'It stays where sys_exofork made it, for ever.',
  subject: 'library',
  violations: (observation) => {
    const { moment, pid, view } = observation;
    if (moment.kind !== 'rests' || moment.child <= 0) return [];
    const child = observation.envNamed(moment.child);
    const at = { process: pid, expected: `a child ${view.nameOf(moment.child)} that can run` };
    // One that ran already may have ended, or wait.
    if (child === undefined) return [];
    if (child.parentId !== pid) return [{ ...at, found: 'one that is no child of it' }];
    const waits = child.status === josAbi.ENV_NOT_RUNNABLE && !child.recving;
    return waits ? [{ ...at, found: 'one that is not runnable' }] : [];
  },
};
