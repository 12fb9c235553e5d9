/** What happened to each physical page: who took, shared, mapped, dropped and freed it, in which system call, at which cycle. */
import {
  counter,
  type Machine,
  type MachineEvent,
  type PageFollower,
  type Ppn,
  pa,
  ppnOf,
  trap,
} from '../../hardware/hardware.ts';
import type { KernelView } from '../../kernel/kernel.ts';
import { Records } from './number-records.ts';

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

const CHANGES: readonly PageChange[] = ['taken', 'shared', 'dropped', 'freed', 'mapped', 'unmapped'];
const [TAKEN, SHARED, DROPPED, FREED, MAPPED, UNMAPPED] = CHANGES.keys();

const changeOf = (before: number, count: number): number => {
  if (count > before) return before === 0 ? TAKEN : SHARED;
  return count === 0 ? FREED : DROPPED;
};

/**
 * A change of a page, in numbers, because there are some for each system call; and what the kernel was doing, of which there is one for
 * each entry into the kernel.
 *
 *     +-------+---------+--------+----------+------+-----------------------+
 *     | cycle | context | change | count or | root | last change of the    |
 *     |       |         |        |    va    | or 0 | same page, -1 if none |
 *     +-------+---------+--------+----------+------+-----------------------+
 *     +---------+--------+--------+
 *     | process | during | number |      `during` is one of those below; `number` is that of the system call, or the exception's vector
 *     +---------+--------+--------+
 */
const PREVIOUS = 5;
const CHANGE_FIELDS = 6;
const CONTEXT_FIELDS = 3;
const SETUP = 0;
const SYSTEM_CALL = 1;
const TIMER = 2;
const EXCEPTION = 3;

export class PageHistory implements PageFollower {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly callNames: CallNames;
  private readonly changes = new Records(CHANGE_FIELDS);
  private readonly contexts = new Records(CONTEXT_FIELDS);
  /** The number of the last change of each page, -1 if there is none. */
  private readonly last: Int32Array;

  /** Listens to a kernel from now on. How it maps memory for itself is left out. */
  constructor({ machine, view }: Watched, callNames: CallNames) {
    this.machine = machine;
    this.view = view;
    this.callNames = callNames;
    this.last = new Int32Array(view.pages).fill(-1);
    this.enter(0, SETUP, 0);
    machine.listen((event) => this.hear(event), ['system call', 'timer', 'exception']);
    machine.followPages(this);
  }

  /** The changes of `page`, oldest first; the last `most` of them. */
  of(page: Ppn, most = Number.POSITIVE_INFINITY): readonly PageEvent[] {
    const found: PageEvent[] = [];
    let at = this.last[page] ?? -1;
    while (at >= 0 && found.length < most) {
      const change = this.changes.at(at);
      found.push(this.eventOf(change));
      at = change[PREVIOUS];
    }
    return found.reverse();
  }

  /** What the kernel is doing, or did last. */
  get context(): string {
    return describeContext(this.contextOf(this.contexts.length - 1));
  }

  counted(page: number, before: number, count: number): void {
    if (before !== count) this.note(page, changeOf(before, count), count, 0);
  }

  mapped(root: number, va: number, address: number): void {
    this.noteMapping(MAPPED, root, va, address);
  }

  unmapped(root: number, va: number, address: number): void {
    this.noteMapping(UNMAPPED, root, va, address);
  }

  private noteMapping(change: number, root: number, va: number, address: number): void {
    const table = ppnOf(pa(root));
    if (table !== this.view.kernelRoot) this.note(ppnOf(pa(address)), change, va, table);
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'system call':
        return this.enter(event.slot, SYSTEM_CALL, event.number);
      case 'timer':
        return this.enter(event.slot, TIMER, 0);
      case 'exception':
        return this.enter(event.slot, EXCEPTION, event.vector);
    }
  }

  private enter(process: number, during: number, number: number): void {
    const at = this.contexts.add();
    const { chunk } = this.contexts;
    chunk[at] = process;
    chunk[at + 1] = during;
    chunk[at + 2] = number;
  }

  /** `value` is the count that the page has now, or the address at which it is mapped. Pages beyond memory have no history. */
  private note(page: number, change: number, value: number, root: number): void {
    if (page < 0 || page >= this.last.length) return;
    const number = this.changes.length;
    const at = this.changes.add();
    const { chunk } = this.changes;
    chunk[at] = Math.floor(this.machine.counters[counter.CYCLES]);
    chunk[at + 1] = this.contexts.length - 1;
    chunk[at + 2] = change;
    chunk[at + 3] = value;
    chunk[at + 4] = root;
    chunk[at + PREVIOUS] = this.last[page];
    this.last[page] = number;
  }

  private eventOf([cycle, context, change, value, root]: Float64Array): PageEvent {
    const event = { cycle, entry: context, ...this.contextOf(context), change: CHANGES[change] };
    const isMapping = change === MAPPED || change === UNMAPPED;
    return isMapping ? { ...event, va: value, root: root as Ppn } : { ...event, count: value };
  }

  private contextOf(context: number): Pick<PageEvent, 'process' | 'during'> {
    const [process, during, number] = this.contexts.at(context);
    return { process, during: this.nameOf(during, number) };
  }

  private nameOf(during: number, number: number): string {
    if (during === SYSTEM_CALL) return this.callNames[number] ?? `system call ${number}`;
    if (during === EXCEPTION) return number === trap.PAGE_FAULT ? 'page fault' : `exception ${number}`;
    return during === TIMER ? 'timer interrupt' : 'setup';
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
