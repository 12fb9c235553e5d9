/** A real kernel that runs, wherever it does: it is let go from one event to the next, and stands still there while somebody looks. */
import type { Registers } from '../dumps/registers.ts';

/** The entry of an event, at which a kernel stands: memory is what the event before left, and nothing of this one is done. */
export interface Stop {
  /** The line that a gdb script would write of it, without its number (event-line.ts): `pid 2 rax 4 rdi 0 …`. */
  readonly note: string;
  /** Registers as they are now, if they can be read. */
  readonly registers: Registers | null;
}

/** A kernel that runs. What goes wrong with the machine that it runs on, and is nobody's mistake, is thrown as an UnusableDump. */
export interface RunningKernel {
  /** Bytes of physical memory. */
  readonly bytes: number;
  /** What it printed so far. */
  readonly console: string;
  /** Why it came to no further event, as it follows "the kernel": `rebooted`; null while it may go on. */
  readonly ending: string | null;
  /** Lets it go to the next event. Resolves to null once there is none: `ending` says why. */
  next(): Promise<Stop | null>;
  /** Puts its memory as it is now into `memory`, which has what the call before put there, and zeros at first. */
  read(memory: Uint8Array): Promise<void>;
  /** The pages that the last `read` found otherwise than they were, if it knows: all that are, and perhaps a few more. */
  readonly changedPages?: readonly number[];
  /** Leaves the machine, as it stands. */
  close(): Promise<void>;
}
