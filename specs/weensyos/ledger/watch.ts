/** Watches a machine for system calls, keeps a ledger up at each entry into the kernel and each return, and knows which call ended last. */
import { counter, type EventType, type Machine, type MachineEvent } from '../../../hardware/hardware.ts';
import type { KernelView, SystemCall } from '../../../kernel/kernel.ts';
import { Transition } from '../../judge/transition.ts';
import type { Ledger } from './ledger.ts';

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
        return this.begin(event.slot, event);
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
    this.begun = new Transition(pid, call, this.view.keptPage, this.ledger.changes);
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
      // Nothing is said of a call on whose way in the kernel took a page for itself.
      const isJudged = result < 0 && this.ended.keptBefore === this.view.keptPage;
      this.ended.isSuspect = isJudged && ledger.leavesChanges(pid);
    }
    ledger.absorb();
    if (this.ended === null) ledger.forget();
  }
}
