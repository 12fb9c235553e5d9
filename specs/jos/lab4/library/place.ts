/** Where environments are that try a library: at which line of their program, and by that in which function of the library. */
import { type MachineEvent, trap } from '../../../../hardware/hardware.ts';
import { type JosLab4, josAbi } from '../../../../kernel/kernel.ts';
import { labName } from '../../lab2/stop.ts';
import type { Act } from './act.ts';
import { toldBy } from './moment.ts';

/** Calls of the library, as lines of programs have them. */
const CALLED = /yield\* (\w+)\(/g;

interface Place {
  /** The number of the line. */
  readonly line: number;
  /** Whether it faulted there, and whether it waited for a message. */
  readonly faulted: boolean;
  readonly received: boolean;
}

const startOf = (line: number): Place => ({ line, faulted: false, received: false });

export class Places {
  private readonly kernel: JosLab4;
  private readonly places = new Map<number, Place>();
  private readonly parents = new Map<number, number>();
  private acts: readonly Act[] = [];
  /** Who entered the kernel last, and whether with word that its line is done. */
  private last = 0;
  private rests = false;

  constructor(kernel: JosLab4) {
    this.kernel = kernel;
  }

  /** A program of `acts` has just been started. */
  begin(acts: readonly Act[]): void {
    this.acts = acts;
    this.places.clear();
    this.parents.clear();
    Object.assign(this, { last: 0, rests: false });
  }

  /** To be told of every event once it was judged. */
  hear(event: MachineEvent): void {
    if (event.type === 'system call') this.enter(event.slot, event.number);
    else if (event.type === 'exception') this.except(event.slot, event.vector);
    else if (event.type === 'return' || event.type === 'idle') this.leave();
  }

  /**
   * The function of the library in which the environment is that entered the kernel last, or the one that is `left` where all should be over; null if
   * it is in none. Who is left waiting for what its parent sent, and is done with, was failed by the parent.
   */
  during(left?: number): string | null {
    const { line, faulted, received } = this.placeOf(left ?? this.last);
    const called = [...(this.acts[line]?.code ?? '').matchAll(CALLED)].map(([, name]) => labName(name));
    if (called.length < 2) return called[0] ?? (faulted ? 'pgfault' : null);
    const isSent = left !== undefined && this.placeOf(this.parents.get(left) ?? left).line > line;
    return received && !isSent ? 'ipc_recv' : 'ipc_send';
  }

  private placeOf(pid: number): Place {
    return this.places.get(pid) ?? startOf(0);
  }

  private enter(slot: number, number: number): void {
    this.last = this.kernel.view.pidOf(slot);
    this.rests = toldBy(number, this.kernel.machine.execution.callArguments())?.kind === 'rests';
    if (number === josAbi.SYS_IPC_RECV) this.places.set(this.last, { ...this.placeOf(this.last), received: true });
  }

  private except(slot: number, vector: number): void {
    this.last = this.kernel.view.pidOf(slot);
    this.rests = false;
    if (vector === trap.PAGE_FAULT) this.places.set(this.last, { ...this.placeOf(this.last), faulted: true });
  }

  /** A new environment is where its parent is, which just made it. */
  private leave(): void {
    const here = this.placeOf(this.last);
    if (this.rests) this.places.set(this.last, startOf(here.line + 1));
    this.rests = false;
    for (const { pid } of this.kernel.view.processes()) {
      if (this.places.has(pid)) continue;
      this.places.set(pid, startOf(here.line));
      this.parents.set(pid, this.last);
    }
  }
}
