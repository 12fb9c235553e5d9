/**
 * Where the cycles of a run go, in stretches: a process runs in user mode, enters the kernel, and the kernel goes back to it or to another. Stretches
 * lie end to end, from the machine's first cycle to its last, and divide cycles as its counters do. It listens, and leaves to others what is drawn.
 */
import { counter, type EventType, type Machine, type MachineEvent } from '../../hardware/hardware.ts';
import type { KernelView, Watched } from '../../kernel/kernel.ts';
import { callName, callText, exceptionName, exceptionText } from '../../specs/specs.ts';

type Entry = Extract<MachineEvent, { readonly type: 'system call' | 'exception' | 'timer' }>;

/** From a return to a program, or the beginning, to the next return. Points in time are in cycles of the machine. */
export interface Stretch {
  /** The number of the process that ran; null where none did: while the kernel boots, and while it waits. */
  readonly pid: number | null;
  readonly slot: number;
  /** The program that it ran, and the entry that this was in at last; empty if it executed nothing. */
  readonly program: string;
  readonly programEntry: string;
  readonly start: number;
  /** Up to here it was in user mode, and from here on in the kernel. */
  readonly entered: number;
  readonly end: number;
  /** Why it entered; null if it did not, or nobody ran. */
  readonly cause: Entry | null;
  /** In a word or two, and with all that is known of it. */
  readonly name: string;
  readonly text: string;
  /** Programs that the kernel set up meanwhile. */
  readonly setups: readonly Setup[];
}

export interface Setup {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const HEARD: readonly EventType[] = ['system call', 'exception', 'timer', 'return', 'idle', 'setup', 'set up'];
const BOOT = 'boot';
const WAITS = 'nothing runs';

export class Stretches {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly tell: (stretch: Stretch) => void;
  private pid: number | null = null;
  private slot = 0;
  private start = 0;
  /** What was credited to the process in user mode before. */
  private credited = 0;
  private cause: Entry | null = null;
  private causedAt = 0;
  private args: readonly number[] = [];
  private program = '';
  private programEntry = '';
  private waits = false;
  private setups: Setup[] = [];
  private setup: { readonly name: string; readonly start: number } | null = null;

  /** Listens to a kernel that has not booted, and tells each stretch when it is over. */
  constructor({ machine, view }: Watched, tell: (stretch: Stretch) => void) {
    this.machine = machine;
    this.view = view;
    this.tell = tell;
    machine.listen((event) => this.hear(event), HEARD);
  }

  /** The run is over: ends the stretch that has begun, wherever it was. */
  end(): void {
    this.close(null);
  }

  private get now(): number {
    return this.machine.counters[counter.CYCLES];
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        this.args = this.machine.execution.callArguments();
        return this.enter(event);
      case 'exception':
      case 'timer':
        return this.enter(event);
      case 'return':
        return this.goTo(event);
      case 'idle':
        this.close(null);
        this.begin(null, 0);
        this.waits = true;
        return;
      case 'setup':
        this.setup = { name: event.name, start: this.now };
        return;
      case 'set up':
        if (this.setup !== null) this.setups.push({ ...this.setup, end: this.now });
        this.setup = null;
    }
  }

  private enter(entry: Entry): void {
    this.cause = entry;
    this.causedAt = this.now;
    this.noteProgram();
  }

  /** To be asked before the kernel may have forgotten what ran. */
  private noteProgram(): void {
    const thread = this.machine.threadOf(this.slot);
    this.program = thread?.image.name ?? '';
    this.programEntry = thread?.entryName ?? '';
  }

  private goTo({ slot, result }: Extract<MachineEvent, { readonly type: 'return' }>): void {
    this.close(slot === this.slot ? result : null);
    this.begin(this.view.pidOf(slot), slot);
  }

  private begin(pid: number | null, slot: number): void {
    this.pid = pid;
    this.slot = slot;
    this.start = this.now;
    this.credited = this.userCycles;
    this.cause = null;
    this.program = '';
    this.programEntry = '';
    this.waits = false;
    this.setups = [];
  }

  private get userCycles(): number {
    return this.machine.counters[counter.slotCounter(this.slot, counter.USER_CYCLES)] ?? 0;
  }

  private close(result: number | null): void {
    const { pid, slot, start, cause, now: end } = this;
    if (this.setup !== null) this.setups.push({ ...this.setup, end });
    this.setup = null;
    if (end === start) return;
    if (pid !== null && cause === null) this.noteProgram();
    const { program, programEntry, setups } = this;
    const points = { start, entered: this.entered(end), end };
    this.tell({ pid, slot, program, programEntry, ...points, cause, setups, ...this.words(result) });
  }

  /** Where the machine divided user mode from the kernel: what it reads of its gates on the way it counts as the program's. */
  private entered(end: number): number {
    if (this.pid === null) return this.start;
    if (this.cause === null) return end;
    const user = this.userCycles - this.credited;
    return user > 0 ? this.start + user : this.causedAt;
  }

  private words(result: number | null): Pick<Stretch, 'name' | 'text'> {
    const { cause, view, args } = this;
    switch (cause?.type) {
      case 'system call':
        return { name: callName(view, cause.number), text: callText(view, cause.number, { args, result }) };
      case 'exception':
        return { name: exceptionName(cause.vector), text: exceptionText(cause.vector, cause.address) };
      case 'timer':
        return { name: 'tick', text: 'tick of the timer' };
      default: {
        const name = this.waits ? WAITS : BOOT;
        return { name, text: name };
      }
    }
  }
}
