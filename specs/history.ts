/** What happened to each physical page: who took, shared, dropped and freed it, in which system call, at which cycle. */
import { counter, type Machine, type MachineEvent, type Ppn, trap } from '../hardware/hardware.ts';

/** One change of a page's reference count. */
export interface PageEvent {
  readonly cycle: number;
  /** Process on whose behalf the kernel ran; 0 while booting. */
  readonly process: number;
  /** What the kernel was doing, such as `fork` or `setup`. */
  readonly during: string;
  readonly change: 'taken' | 'shared' | 'dropped' | 'freed';
  readonly count: number;
}

/** Names of system calls by number, as the kernel's ABI gives them. */
export type CallNames = Readonly<Record<number, string>>;

const changeOf = (before: number, count: number): PageEvent['change'] => {
  if (count > before) return before === 0 ? 'taken' : 'shared';
  return count === 0 ? 'freed' : 'dropped';
};

export class PageHistory {
  private readonly machine: Machine;
  private readonly callNames: CallNames;
  private readonly events = new Map<number, PageEvent[]>();
  private process = 0;
  private during = 'setup';

  /** Listens to `machine` from now on. */
  constructor(machine: Machine, callNames: CallNames) {
    this.machine = machine;
    this.callNames = callNames;
    machine.listen((event) => this.hear(event));
  }

  /** The changes of `page`, oldest first; the last `most` of them. */
  of(page: Ppn, most = 8): readonly PageEvent[] {
    return (this.events.get(page) ?? []).slice(-most);
  }

  /** What the kernel is doing, or did last. */
  get context(): string {
    return this.process === 0 ? this.during : `${this.during} of process ${this.process}`;
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        return this.enter(event.slot, this.callNames[event.number] ?? `system call ${event.number}`);
      case 'timer':
        return this.enter(event.slot, 'timer interrupt');
      case 'exception':
        return this.enter(event.slot, event.vector === trap.PAGE_FAULT ? 'page fault' : `exception ${event.vector}`);
      case 'page':
        return this.note(event.page, event.before, event.count);
    }
  }

  private enter(process: number, during: string): void {
    this.process = process;
    this.during = during;
  }

  private note(page: number, before: number, count: number): void {
    if (before === count) return;
    const known = this.events.get(page) ?? [];
    if (known.length === 0) this.events.set(page, known);
    const cycle = Math.floor(this.machine.counters[counter.CYCLES]);
    known.push({ cycle, process: this.process, during: this.during, change: changeOf(before, count), count });
  }
}

/** A page event in words. */
export const describePageEvent = ({ cycle, process, during, change, count }: PageEvent): string => {
  const who = process === 0 ? during : `${during} of process ${process}`;
  return `cycle ${cycle.toLocaleString('en-US')}: ${change} by ${who}, count ${count}`;
};
