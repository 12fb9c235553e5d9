/**
 * Transitions: the last system call that went straight back to its caller, with what it changed of memory in use. Some invariants
 * speak of no single state, but of what a call may have changed.
 */
import type { Changes, Ppn } from '../../hardware/hardware.ts';
import type { SystemCall } from '../../kernel/kernel.ts';

export class Transition {
  readonly pid: number;
  readonly call: SystemCall;
  /** The page that the kernel kept for itself before; it may take one on the way into any call. */
  readonly keptBefore: Ppn;
  /** Means nothing before the call has returned. */
  result = 0;
  /** Whether the call failed, and may have changed what no failed call may. */
  isSuspect = false;
  private readonly changes: Changes;

  /** A call that begins: `changes` are a record that begins now, too. */
  constructor(pid: number, call: SystemCall, keptBefore: Ppn, changes: Changes) {
    this.pid = pid;
    this.call = call;
    this.keptBefore = keptBefore;
    this.changes = changes;
  }

  /** The pages of memory that were in use when the call began and that it changed: what they held then, by page. */
  before(): ReadonlyMap<number, Int32Array> {
    return this.changes.before();
  }
}
