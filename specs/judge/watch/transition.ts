/**
 * Transitions: the last system call that went straight back to its caller, with what it changed of memory in use. Some invariants
 * speak of no single state, but of what a call may have changed.
 */
import type { Changes, Ppn, Va } from '../../../hardware/hardware.ts';
import type { CallDescription, SystemCall } from '../../../kernel/kernel.ts';

export class Transition {
  /** Slot of the process that made the call. */
  readonly slot: number;
  readonly call: SystemCall;
  /** What the kernel says of the call; null if it says nothing. */
  readonly description: CallDescription | null;
  /** The page that the kernel kept for itself before; it may take one on the way into any call. */
  readonly keptBefore: Ppn;
  /** Means nothing before the call has returned. */
  result = 0;
  /** Whether the call failed, and may have changed what no failed call may. */
  isSuspect = false;
  private readonly changes: Changes;

  /** A call that begins: `changes` are a record that begins now, too. */
  constructor(slot: number, call: SystemCall, description: CallDescription | null, keptBefore: Ppn, changes: Changes) {
    this.slot = slot;
    this.call = call;
    this.description = description;
    this.keptBefore = keptBefore;
    this.changes = changes;
  }

  /** Where the caller must find a fresh page of zeros now; null if nowhere. */
  get fresh(): Va | null {
    return this.result === 0 ? (this.description?.fresh?.(this.call.args) ?? null) : null;
  }

  /** The pages of memory that were in use when the call began and that it changed: what they held then, by page. */
  before(): ReadonlyMap<number, Int32Array> {
    return this.changes.before();
  }
}
