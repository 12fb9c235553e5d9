/** What happened to each physical page: who took, shared, mapped, dropped and freed it, in which system call, at which cycle. */
import { counter, type Machine, type MachineEvent, type Ppn, pa, ppnOf, trap } from '../hardware/hardware.ts';
import type { KernelView } from '../kernel/kernel.ts';

/** Changes of a page's reference count, and of the tables that map it. */
export type PageChange = 'taken' | 'shared' | 'dropped' | 'freed' | 'mapped' | 'unmapped';

/** One change of one page. */
export interface PageEvent {
  readonly cycle: number;
  /** Which entry into the kernel it belongs to: equal numbers, the same system call or interrupt. */
  readonly entry: number;
  /** Process on whose behalf the kernel ran; 0 while booting. */
  readonly process: number;
  /** What the kernel was doing, such as `fork` or `setup`. */
  readonly during: string;
  readonly change: PageChange;
  /** The count after a change of it. */
  readonly count?: number;
  /** Where it was mapped or unmapped: the address, and the page of the root of the tables. */
  readonly va?: number;
  readonly root?: Ppn;
}

/** Names of system calls by number, as the kernel's ABI gives them. */
export type CallNames = Readonly<Record<number, string>>;

/** A kernel, as far as its history needs to know it. */
export interface Watched {
  readonly machine: Machine;
  readonly view: KernelView;
}

const changeOf = (before: number, count: number): PageChange => {
  if (count > before) return before === 0 ? 'taken' : 'shared';
  return count === 0 ? 'freed' : 'dropped';
};

export class PageHistory {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly callNames: CallNames;
  private readonly events = new Map<number, PageEvent[]>();
  private process = 0;
  private during = 'setup';
  private entry = 0;

  /** Listens to a kernel from now on. How it maps memory for itself is left out. */
  constructor({ machine, view }: Watched, callNames: CallNames) {
    this.machine = machine;
    this.view = view;
    this.callNames = callNames;
    machine.listen((event) => this.hear(event));
  }

  /** The changes of `page`, oldest first; the last `most` of them. */
  of(page: Ppn, most = Number.POSITIVE_INFINITY): readonly PageEvent[] {
    const all = this.events.get(page) ?? [];
    return all.slice(Math.max(0, all.length - most));
  }

  /** What the kernel is doing, or did last. */
  get context(): string {
    return describeContext({ process: this.process, during: this.during });
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
        if (event.before === event.count) return;
        return this.note(event.page, { change: changeOf(event.before, event.count), count: event.count });
      case 'map':
      case 'unmap': {
        if (ppnOf(pa(event.root)) === this.view.kernelRoot) return;
        const change = event.type === 'map' ? 'mapped' : 'unmapped';
        return this.note(ppnOf(pa(event.pa)), { change, va: event.va, root: ppnOf(pa(event.root)) });
      }
    }
  }

  private enter(process: number, during: string): void {
    this.process = process;
    this.during = during;
    this.entry += 1;
  }

  private note(page: number, change: Pick<PageEvent, 'change' | 'count' | 'va' | 'root'>): void {
    const known = this.events.get(page) ?? [];
    if (known.length === 0) this.events.set(page, known);
    const cycle = Math.floor(this.machine.counters[counter.CYCLES]);
    known.push({ cycle, entry: this.entry, process: this.process, during: this.during, ...change });
  }
}

/** Who did something: `fork of process 1`, or what the boot did. */
export const describeContext = ({ process, during }: Pick<PageEvent, 'process' | 'during'>): string =>
  process === 0 ? during : `${during} of process ${process}`;

/** A page event in words. */
export const describePageEvent = (event: PageEvent): string => {
  const { cycle, change, count, va } = event;
  const where = va === undefined ? '' : ` at 0x${va.toString(16)}`;
  const counted = count === undefined ? '' : `, count ${count}`;
  return `cycle ${cycle.toLocaleString('en-US')}: ${change}${where} by ${describeContext(event)}${counted}`;
};
