/** Memory of one kernel at one moment after another, wherever it is kept: in files, or as changes from each to the next. */
import type { Registers } from './registers.ts';

/** Moments of a kernel's life, in their order. */
export interface Frames {
  readonly count: number;
  /** Bytes of physical memory. */
  readonly bytes: number;
  /** Puts memory as it was at moment `index` into `memory`. Throws an UnusableDump that begins with a verb, where that cannot be had. */
  load(index: number, memory: Uint8Array): void;
  /** What it is called: `event-00012.bin`, or `event 12`. */
  titleOf(index: number): string;
  /** The line that tells what comes next (event-line.ts); null if nobody knows. */
  noteOf(index: number): string | null;
  registersOf(index: number): Registers | null;
  /**
   * Whether moment `index` is known to be the next after the one before it, with nothing between the two but what that one's line tells. Where this is
   * missing, all are.
   */
  followsOn?(index: number): boolean;
}
