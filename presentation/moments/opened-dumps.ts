/** Dumps of a real kernel that were opened, to be gone through like a run. */
import { type Beside, type DumpKind, type DumpsRun, type Frames, FramesPlaying } from '../../specs/specs.ts';
import { dumpedKind, dumpedSystem } from '../kernels/dumped.ts';
import type { Opened } from './made.ts';

/** The life of a kernel of that kind in `frames`, which `run` names; `beside` is what goes with them. */
export const dumpsOn = (kind: DumpKind, run: DumpsRun, frames: Frames, beside: Beside): Opened => {
  const make: Opened['make'] = (prepare) => {
    const playing = new FramesPlaying(frames, kind, beside);
    const system = dumpedSystem(playing);
    prepare?.(system);
    return { playing, system };
  };
  return { run, moment: null, kind: dumpedKind(kind, frames.count > 1), programs: null, trial: null, values: {}, make };
};
