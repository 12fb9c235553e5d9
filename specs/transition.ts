/**
 * Transitions: the last system call that went straight back to its caller, with memory as it was when the call began.
 * Some invariants speak of no single state, but of what a call may have changed.
 */
import type { Machine, MachineEvent, Ppn } from '../hardware/hardware.ts';
import type { KernelView, SystemCall } from '../kernel/kernel.ts';

export interface Transition {
  readonly pid: number;
  readonly call: SystemCall;
  readonly result: number;
  /** Pages of memory before and after, word by word; pages equal by identity are equal in content. */
  readonly before: readonly Int32Array[];
  readonly after: readonly Int32Array[];
  /** The page that the kernel kept for itself before; it may take one on the way into any call. */
  readonly keptBefore: Ppn;
}

interface Begun {
  readonly pid: number;
  readonly call: SystemCall;
  readonly before: readonly Int32Array[];
  readonly keptBefore: Ppn;
}

export class TransitionWatch {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private begun: Begun | null = null;
  /** The system call that ended just now; null when what ended was something else. */
  last: Transition | null = null;

  /** Listens to `machine` from now on. Add it before those who ask for `last` when they hear of a return. */
  constructor(machine: Machine, view: KernelView) {
    this.machine = machine;
    this.view = view;
    machine.listen((event) => this.hear(event));
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        return this.begin(event.slot, { number: event.number, argument: event.argument });
      case 'return':
        return this.end(event.slot, event.result);
      case 'timer':
      case 'exception':
      case 'idle':
      case 'operation':
        this.begun = null;
        this.last = null;
    }
  }

  private begin(pid: number, call: SystemCall): void {
    const before = this.machine.memory.snapshot().pages;
    this.begun = { pid, call, before, keptBefore: this.view.keptPage };
    this.last = null;
  }

  private end(pid: number, result: number): void {
    const { begun } = this;
    this.begun = null;
    const returned = begun !== null && begun.pid === pid;
    this.last = returned ? { ...begun, result, after: this.machine.memory.snapshot().pages } : null;
  }
}
