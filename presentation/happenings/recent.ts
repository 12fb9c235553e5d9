/**
 * What happened last: listens to a machine and keeps the newest happenings. It hears every event of a run at full speed, so it only takes
 * notes, in records that are used again and again; sentences (sentence.ts) are made of those that are looked at.
 */
import { counter, type EventType, type Machine, type MachineEvent } from '../../hardware/hardware.ts';
import type { KernelView, Watched } from '../../kernel/kernel.ts';

/** One entry into the kernel and what came of it, one line of the kernel's log, or a remark of the monitor. */
export interface Happening {
  /** Number since the machine was built; tells whether a record still is what it was. */
  serial: number;
  cycle: number;
  event: MachineEvent | { readonly type: 'remark'; readonly text: string };
  /** The number of the process that it is about, or 0: another may be in its slot by now. */
  pid: number;
  /** Of a system call, what was passed, whether the call takes it or not. */
  args: readonly number[];
  /** What the system call returned, once it did. */
  result: number | null;
  /** The number of the process that ran next, or 0. */
  next: number;
  /** Pages whose counts changed; parallel to it, how. */
  readonly pages: number[];
  readonly changes: Change[];
  outOfMemory: boolean;
}

export type Change = 'takes' | 'shares' | 'drops' | 'frees';

/** Those that begin a happening, and those that add to it. */
const HEARD: readonly EventType[] = [
  ...(['system call', 'exception', 'timer', 'setup', 'log', 'idle', 'page', 'out of memory', 'return'] as const),
];

/** More than a terminal has rows: many of them may share one. */
const CAPACITY = 1024;
const changeOf = (before: number, count: number): Change => {
  if (count > before) return before === 0 ? 'takes' : 'shares';
  return count === 0 ? 'frees' : 'drops';
};

const blank = (): Happening => ({
  serial: -1,
  cycle: 0,
  event: { type: 'idle' },
  pid: 0,
  args: [],
  result: null,
  next: 0,
  pages: [],
  changes: [],
  outOfMemory: false,
});

export class Recent {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly ring = Array.from({ length: CAPACITY }, blank);
  private count = 0;
  /** The last entry into the kernel: what pages and the next process belong to. */
  private entry = blank();
  /** By process, the serial of its system call that has not returned. */
  private readonly pending: number[] = [];

  /** No longer listens. */
  readonly end: () => void;

  /** Listens to a kernel from now on. */
  constructor({ machine, view }: Watched) {
    this.machine = machine;
    this.view = view;
    this.end = machine.listen((event) => this.hear(event), HEARD);
  }

  /** The last happenings, at most `most`, oldest first. Valid until the machine goes on. */
  last(most = CAPACITY): Happening[] {
    const first = Math.max(0, this.count - Math.min(most, CAPACITY));
    return Array.from({ length: this.count - first }, (_, i) => this.ring[(first + i) % CAPACITY]);
  }

  /** Adds a line of the monitor's own. */
  remark(text: string): void {
    this.begin({ type: 'remark', text });
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        this.entry = this.begin(event);
        this.entry.args = this.machine.execution.callArguments();
        this.pending[event.slot] = this.entry.serial;
        return;
      case 'exception':
      case 'timer':
      case 'setup':
        this.entry = this.begin(event);
        return;
      case 'log':
      case 'idle':
        this.begin(event);
        return;
      case 'page':
        return this.notePage(event.page, event.before, event.count);
      case 'out of memory':
        this.entry.outOfMemory = true;
        return;
      case 'return':
        return this.noteReturn(event.slot, event.result);
    }
  }

  private begin(event: Happening['event']): Happening {
    const happening = this.ring[this.count % CAPACITY];
    happening.serial = this.count++;
    happening.cycle = this.machine.counters[counter.CYCLES];
    happening.event = event;
    happening.pid = 'slot' in event ? this.view.pidOf(event.slot) : 0;
    happening.args = [];
    happening.result = null;
    happening.next = 0;
    happening.pages.length = 0;
    happening.changes.length = 0;
    happening.outOfMemory = false;
    return happening;
  }

  private notePage(page: number, before: number, count: number): void {
    if (before === count) return;
    this.entry.pages.push(page);
    this.entry.changes.push(changeOf(before, count));
  }

  private noteReturn(slot: number, result: number): void {
    if (this.entry.next === 0) this.entry.next = this.view.pidOf(slot);
    const serial = this.pending[slot] ?? -1;
    const call = this.ring[(serial + CAPACITY) % CAPACITY];
    if (serial >= 0 && call.serial === serial) call.result = result;
    this.pending[slot] = -1;
  }
}
