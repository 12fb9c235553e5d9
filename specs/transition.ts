/**
 * Transitions: the last system call that went straight back to its caller, with what it changed of memory in use. Some invariants
 * speak of no single state, but of what a call may have changed.
 */
import { counter, type EventType, type Machine, type MachineEvent, type Ppn } from '../hardware/hardware.ts';
import type { KernelView, SystemCall } from '../kernel/kernel.ts';
import type { Ledger } from './ledger/ledger.ts';

export class Transition {
  readonly pid: number;
  readonly call: SystemCall;
  /** The page that the kernel kept for itself before; it may take one on the way into any call. */
  readonly keptBefore: Ppn;
  /** Means nothing before the call has returned. */
  result = 0;
  /** Whether the call failed, and may have changed what no failed call may. */
  isSuspect = false;
  private readonly ledger: Ledger;

  constructor(pid: number, call: SystemCall, keptBefore: Ppn, ledger: Ledger) {
    this.pid = pid;
    this.call = call;
    this.keptBefore = keptBefore;
    this.ledger = ledger;
  }

  /** The pages of memory that were in use when the call began and that it changed: what they held then, by page. */
  before(): ReadonlyMap<number, Int32Array> {
    return this.ledger.before();
  }
}

/** The events that a watch is to hear. */
export const TRANSITION_EVENTS: readonly EventType[] = ['system call', 'return', 'timer', 'exception', 'idle'];

export class TransitionWatch {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly ledger: Ledger;
  private begun: Transition | null = null;
  private ended: Transition | null = null;
  private operationsAtEnd = 0;

  /** Follows `machine`, of which it is to `hear` the events above, and keeps `ledger` up. */
  constructor(machine: Machine, view: KernelView, ledger: Ledger) {
    this.machine = machine;
    this.view = view;
    this.ledger = ledger;
  }

  /** The system call that ended just now; null when what ended was something else. */
  get last(): Transition | null {
    return this.machine.counters[counter.OPERATIONS] === this.operationsAtEnd ? this.ended : null;
  }

  hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        return this.begin(event.slot, { number: event.number, argument: event.argument });
      case 'return':
        return this.end(event.slot, event.result);
      default:
        this.ledger.absorb();
        this.begun = null;
        this.ended = null;
    }
  }

  /** From here on the ledger's record is that of the call. */
  private begin(pid: number, call: SystemCall): void {
    this.ledger.absorb();
    this.ledger.begin();
    this.begun = new Transition(pid, call, this.view.keptPage, this.ledger);
    this.ended = null;
  }

  private end(pid: number, result: number): void {
    const { begun, ledger } = this;
    ledger.end();
    this.begun = null;
    this.ended = begun?.pid === pid ? begun : null;
    this.operationsAtEnd = this.machine.counters[counter.OPERATIONS];
    if (this.ended !== null) {
      this.ended.result = result;
      this.ended.isSuspect = result < 0 && ledger.differs(pid);
    }
    ledger.absorb();
    if (this.ended === null) ledger.forget();
  }
}
