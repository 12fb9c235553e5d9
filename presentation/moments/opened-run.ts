/** What a run is once it was opened, and once it was made. */
import type { Executable } from '../../hardware/hardware.ts';
import type { Moment, MomentRun, Playing, Trial } from '../../specs/specs.ts';
import type { Values } from '../boot/values.ts';
import type { Kind, System } from '../kernels/kind.ts';

/** A run that was made: to be begun, and gone through. */
export interface Made {
  readonly playing: Playing;
  /** Its kernel, and what is shown of that; null where an allocator is run by itself. */
  readonly system: System | null;
}

export interface Opened {
  readonly run: MomentRun;
  /** The moment that was given, if one was. */
  readonly moment: Moment | null;
  /** What kind of kernel runs; null for allocators. */
  readonly kind: Kind | null;
  /** The programs that it boots; null where a trial makes them. */
  readonly programs: readonly Executable[] | null;
  /** The trial that makes its programs; null where they are named. */
  readonly trial: Trial<unknown> | null;
  /** Words by which commands make the same run, where there are such words. */
  readonly values: Values;
  /** Makes it: `prepare` is given its system before anything is booted. */
  make(prepare?: (system: System) => void): Made;
}
