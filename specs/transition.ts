/**
 * Transitions: the last system call that went straight back to its caller, with what it changed of memory in use. Some invariants
 * speak of no single state, but of what a call may have changed.
 */
import { counter, type Machine, type MachineEvent, type Ppn } from '../hardware/hardware.ts';
import type { KernelView, SystemCall } from '../kernel/kernel.ts';
import type { Ledger } from './ledger/ledger.ts';

export interface Transition {
  readonly pid: number;
  readonly call: SystemCall;
  readonly result: number;
  /** The page that the kernel kept for itself before; it may take one on the way into any call. */
  readonly keptBefore: Ppn;
  /** Whether the call failed, and may have changed what no failed call may. */
  readonly isSuspect: boolean;
  /** The pages of memory that were in use when the call began and that it changed: what they held then, by page. */
  before(): ReadonlyMap<number, Int32Array>;
}

interface Begun {
  readonly pid: number;
  readonly call: SystemCall;
  readonly keptBefore: Ppn;
}

export class TransitionWatch {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly ledger: Ledger;
  private begun: Begun | null = null;
  private ended: Transition | null = null;
  private operationsAtEnd = 0;

  /** Listens to `machine` from now on, and keeps `ledger` up. Add it before those who ask for `last` when they hear of a return. */
  constructor(machine: Machine, view: KernelView, ledger: Ledger) {
    this.machine = machine;
    this.view = view;
    this.ledger = ledger;
    machine.listen((event) => this.hear(event), ['system call', 'return', 'timer', 'exception', 'idle']);
  }

  /** The system call that ended just now; null when what ended was something else. */
  get last(): Transition | null {
    return this.machine.counters[counter.OPERATIONS] === this.operationsAtEnd ? this.ended : null;
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        return this.begin(event.slot, { number: event.number, argument: event.argument });
      case 'return':
        return this.end(event.slot, event.result);
      default:
        this.begun = null;
        this.ended = null;
    }
  }

  /** From here on the ledger's record is that of the call. */
  private begin(pid: number, call: SystemCall): void {
    this.ledger.absorb();
    this.ledger.forget();
    this.begun = { pid, call, keptBefore: this.view.keptPage };
    this.ended = null;
  }

  private end(pid: number, result: number): void {
    const { begun, ledger } = this;
    this.begun = null;
    if (begun !== null && begun.pid === pid) {
      const isSuspect = result < 0 && ledger.differs(pid);
      this.ended = { ...begun, result, isSuspect, before: () => ledger.before() };
      this.operationsAtEnd = this.machine.counters[counter.OPERATIONS];
      ledger.absorb();
    } else {
      this.ended = null;
      ledger.absorb();
      ledger.forget();
    }
  }
}
