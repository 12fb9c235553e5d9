/** Dumps of a real kernel that were opened, to be gone through like a run. */
import { type DumpsRun, FrameChanges, FramesPlaying, type Series } from '../../specs/specs.ts';
import { dumpedKind, dumpedSystem } from '../kernels/dumped.ts';
import type { Opened } from './opened-run.ts';

/** The life of a kernel in `series`, which `run` names. */
export const dumpsOn = ({ frames, kind, beside }: Series, run: DumpsRun): Opened => {
  const changes = new FrameChanges(frames);
  const make: Opened['make'] = (prepare) => {
    const playing = new FramesPlaying(frames, kind, beside, changes);
    const system = dumpedSystem(playing);
    prepare?.(system);
    return { playing, system };
  };
  const dumped = dumpedKind(kind, frames.count > 1);
  return { run, moment: null, kind: dumped, programs: null, trial: null, values: {}, make };
};
