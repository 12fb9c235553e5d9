/**
 * Watches a kernel from outside: what it is doing and for whom, which system call ended last, and what became of physical pages. All of it is
 * found in what the machine tells of traps, and in changed memory; the kernel itself need tell nothing.
 */
import { counter, type EventType, type Machine, type MachineEvent } from '../../../hardware/hardware.ts';
import type { CallDescription, KernelView, Watched } from '../../../kernel/kernel.ts';
import type { Judging } from '../judging.ts';
import { EXCEPTION, PageHistory, SETUP, SYSTEM_CALL, TIMER } from './page-history.ts';
import type { Tracker } from './tracker.ts';
import { Transition } from './transition.ts';

/** The events that a watch is to hear. */
export const WATCHED_EVENTS: readonly EventType[] = [
  ...(['system call', 'return', 'timer', 'exception', 'idle', 'setup'] as const),
];

/** How far a run has come, and what the kernel did there: where it went wrong, if it just did. */
export interface Whereabouts {
  /** Boundaries between operations that were passed, with the last; in lab 2 of JOS the number of the step, from 1. */
  readonly operations: number;
  /** System calls and ticks. */
  readonly event: number;
  /**
   * The entry into the kernel by its plain name: a system call (`fork`), an exception (`page fault`), `tick` or `boot`; in lab 2 the function
   * (`page_insert`); of a library its function. Null where the last operation entered no kernel.
   */
  readonly during: string | null;
}

/** Attached to a kernel before it boots: knows at any time what the kernel is doing and for whom. Changes nothing. */
export class Watch {
  readonly history: PageHistory;
  readonly tracker: Tracker;
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly calls = new Map<number, CallDescription>();
  private begun: Transition | null = null;
  private ended: Transition | null = null;
  private operationsAtEnd = 0;
  private operationsAtEntry = 0;

  /** Follows `kernel`, of whose machine it is to `hear` the events above, and with it the tracker of `judging`. */
  constructor(kernel: Watched, judging: Pick<Judging, 'track'>) {
    this.machine = kernel.machine;
    this.view = kernel.view;
    this.history = new PageHistory(kernel);
    this.tracker = judging.track(kernel, this.history);
    for (const call of kernel.view.calls ?? []) this.calls.set(call.number, call);
  }

  /** The system call that ended just now; null when what ended was something else. */
  get last(): Transition | null {
    return this.machine.counters[counter.OPERATIONS] === this.operationsAtEnd ? this.ended : null;
  }

  get whereabouts(): Whereabouts {
    const { [counter.OPERATIONS]: operations, [counter.EVENTS]: event } = this.machine.counters;
    return { operations, event, during: operations === this.operationsAtEntry ? this.history.entry : null };
  }

  /** From here on the kernel does, of its own accord, what `label` says. */
  enterLabelled(label: string): void {
    this.operationsAtEntry = this.machine.counters[counter.OPERATIONS];
    this.history.enterLabelled(label);
    this.forgetCall();
  }

  hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        return this.begin(event.slot, event.number);
      case 'return':
        return this.end(event.slot, event.result);
      case 'timer':
        return this.enter(event.slot, TIMER, 0);
      case 'exception':
        return this.enter(event.slot, EXCEPTION, event.vector);
      case 'setup':
        return this.enter(0, SETUP, 0);
      case 'idle':
        this.tracker.leave(null);
        this.forgetCall();
    }
  }

  /** Forgets what happened so far, as if watching began now: the machine was made to be in another state. */
  restart(): void {
    this.tracker.settle();
    this.history.clear();
    this.operationsAtEntry = this.machine.counters[counter.OPERATIONS];
    this.forgetCall();
  }

  private enter(slot: number, during: number, number: number): void {
    this.tracker.enter();
    this.operationsAtEntry = this.machine.counters[counter.OPERATIONS];
    this.history.enter(during === SETUP ? 0 : this.view.pidOf(slot), during, number);
    this.forgetCall();
  }

  private forgetCall(): void {
    this.begun = null;
    this.ended = null;
  }

  /** From here on the tracker's record is that of the call. */
  private begin(slot: number, number: number): void {
    this.enter(slot, SYSTEM_CALL, number);
    this.tracker.begin();
    const call = { number, args: this.machine.execution.callArguments() };
    const description = this.calls.get(number) ?? null;
    this.begun = new Transition(slot, call, description, this.view.keptPage ?? NO_PAGE, this.tracker.changes);
  }

  private end(slot: number, result: number): void {
    const { begun, tracker } = this;
    tracker.end();
    this.begun = null;
    this.ended = begun?.slot === slot ? begun : null;
    this.operationsAtEnd = this.machine.counters[counter.OPERATIONS];
    if (this.ended !== null) {
      this.ended.result = result;
      // Nothing is said of a call on whose way in the kernel took a page for itself.
      const isJudged = result < 0 && this.ended.keptBefore === (this.view.keptPage ?? NO_PAGE);
      this.ended.isSuspect = isJudged && tracker.leavesChanges(slot);
    }
    tracker.leave(this.ended);
    if (this.ended === null) tracker.forget();
  }
}

/** Attaches a `Watch` to `kernel`, which must not have booted yet. Costs time and changes nothing. */
export const watchKernel = (kernel: Watched, judging: Pick<Judging, 'track'>): Watch => {
  const watch = new Watch(kernel, judging);
  kernel.machine.listen((event) => watch.hear(event), WATCHED_EVENTS);
  return watch;
};

const NO_PAGE = 0 as Transition['keptBefore'];
