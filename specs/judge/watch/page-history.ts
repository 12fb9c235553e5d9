/**
 * What happened to each physical page: who took, shared, mapped, dropped and freed it, in which entry into the kernel. The kernel need not
 * say any of it: a tracker finds it in changed memory, so that changes are known by the entry that made them, in no finer order.
 */
import { counter, type Machine, PAGE_SIZE, type Ppn, trap } from '../../../hardware/hardware.ts';
import type { KernelView, Watched } from '../../../kernel/kernel.ts';
import { inThousands } from '../../thousands.ts';
import type { Observation } from '../observation.ts';
import { Records } from './number-records.ts';
import { levelOf, type PageFollower, ROOT_LEVEL } from './tracker.ts';

/** Changes of a page's reference count, of what maps it, and of its use as a page table. */
export type PageChange = 'taken' | 'shared' | 'dropped' | 'freed' | 'mapped' | 'unmapped' | 'linked' | 'unlinked';

/** One change of one page. */
export interface PageEvent {
  /** The cycle at which the kernel was entered that made it. */
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
  /** Where it was mapped or linked: the first address that it covers, and the page of the root of the tables; and of a table its level. */
  readonly va?: number;
  readonly root?: Ppn;
  readonly level?: number;
}

const CHANGES: readonly PageChange[] = [
  ...(['taken', 'shared', 'dropped', 'freed'] as const),
  ...(['mapped', 'unmapped', 'linked', 'unlinked'] as const),
];
const [TAKEN, SHARED, DROPPED, FREED, MAPPED, UNMAPPED, LINKED, UNLINKED] = CHANGES.keys();

const changeOf = (before: number, count: number): number => {
  if (count > before) return before === 0 ? TAKEN : SHARED;
  return count === 0 ? FREED : DROPPED;
};

/**
 * A change of a page, in numbers, because there are some for each system call; and what the kernel was doing, of which there is one for
 * each entry into the kernel.
 *
 *     +---------+--------+----------+------+-------+-----------------------+
 *     | context | change | count or | root | level | last change of the    |
 *     |         |        |    va    | or 0 | or 0  | same page, -1 if none |
 *     +---------+--------+----------+------+-------+-----------------------+
 *     +-------+---------+--------+--------+
 *     | cycle | process | during | number |   `number` is that of the system call, the exception's vector, or that of a label
 *     +-------+---------+--------+--------+
 */
const PREVIOUS = 5;
const CHANGE_FIELDS = 6;
const CONTEXT_FIELDS = 4;

/** One number for all that tells references of a page apart. */
const keyOf = (level: number, va: number, root: number): number => (va / PAGE_SIZE) * 2 ** 14 + root * 16 + level;

/** What the kernel may be doing. */
export const SETUP = 0;
export const SYSTEM_CALL = 1;
export const TIMER = 2;
export const EXCEPTION = 3;
const LABELLED = 4;

/**
 * The life of each physical page, found in changed words while a kernel runs: `of` gives the changes of one, oldest first, with the cycle
 * and what the kernel did for whom.
 */
export class PageHistory implements PageFollower {
  private readonly machine: Machine;
  private readonly view: KernelView;
  private changes = new Records(CHANGE_FIELDS);
  private contexts = new Records(CONTEXT_FIELDS);
  /** What the kernel was doing where only words say it. */
  private readonly labels: string[] = [];
  /** The number of the last change of each page, -1 if there is none. */
  private readonly last: Int32Array;

  /** Knows nothing of what happened to `kernel` until now. How it maps memory for itself is left out. */
  constructor({ machine, view }: Watched) {
    this.machine = machine;
    this.view = view;
    this.last = new Int32Array(machine.memory.ramPages).fill(-1);
    this.enter(0, SETUP, 0);
  }

  /** Forgets everything. */
  clear(): void {
    this.changes = new Records(CHANGE_FIELDS);
    this.contexts = new Records(CONTEXT_FIELDS);
    this.last.fill(-1);
    this.enter(0, SETUP, 0);
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
    return describeContext(this.view, this.contextOf(this.contexts.length - 1));
  }

  /** The same by its plain name alone: `fork`, `boot`, `tick`, `page fault`; a function is named without its arguments. */
  get entry(): string {
    const { during } = this.contextOf(this.contexts.length - 1);
    return PLAIN_NAMES[during] ?? during.replace(/\(.*/, '');
  }

  /** Whatever is told from here on belongs to a new entry into the kernel, on behalf of `process`; `during` is one of the constants above. */
  enter(process: number, during: number, number: number): void {
    const at = this.contexts.add();
    const { chunk } = this.contexts;
    chunk[at] = Math.floor(this.machine.counters[counter.CYCLES]);
    chunk[at + 1] = process;
    chunk[at + 2] = during;
    chunk[at + 3] = number;
  }

  /** The same, where only words say what the kernel does: `page_insert(page 0x3fc, 0x400000, 6)`. */
  enterLabelled(label: string): void {
    this.labels.push(label);
    this.enter(0, LABELLED, this.labels.length - 1);
  }

  counted(page: number, before: number, count: number): void {
    if (before !== count) this.note(page, changeOf(before, count), count, 0, 0);
  }

  referred(page: number, sign: number, level: number, va: number, root: number): void {
    const [came, went] = level === 0 ? [MAPPED, UNMAPPED] : [LINKED, UNLINKED];
    this.note(page, sign > 0 ? came : went, va, root, level);
  }

  reconcile({ references, spaces }: Observation): void {
    const roots = new Map(spaces.map(({ owner }) => [owner.pid, owner.root]));
    for (let page = 0; page < this.last.length; page++) {
      const now = references.get(page as Ppn);
      if (now === undefined && this.last[page] < 0) continue;
      const told = this.presentOf(page);
      for (const { as, pid, va } of now ?? []) {
        const [level, root] = [levelOf(as), roots.get(pid) ?? 0];
        if (!told.delete(keyOf(level, va, root))) this.referred(page, 1, level, va, root);
      }
      for (const at of told.values()) this.take(page, at);
    }
  }

  /** What refers to `page` as far as was told: the changes that said so last, by what they spoke of. */
  private presentOf(page: number): Map<number, number> {
    const present = new Map<number, number>();
    const seen = new Set<number>();
    const { changes } = this;
    for (let at = this.last[page]; at >= 0; at = changes.field(at, PREVIOUS)) {
      const change = changes.field(at, 1);
      if (change < MAPPED) continue;
      const key = keyOf(changes.field(at, 4), changes.field(at, 2), changes.field(at, 3));
      if (!seen.has(key) && (change === MAPPED || change === LINKED)) present.set(key, at);
      seen.add(key);
    }
    return present;
  }

  /** The reference that came with change number `at` of `page` went. */
  private take(page: number, at: number): void {
    const [, , va, root, level] = this.changes.at(at);
    this.referred(page, -1, level, va, root);
  }

  /** Pages beyond memory have no history. */
  private note(page: number, change: number, value: number, root: number, level: number): void {
    if (page < 0 || page >= this.last.length) return;
    const number = this.changes.length;
    const at = this.changes.add();
    const { chunk } = this.changes;
    chunk[at] = this.contexts.length - 1;
    chunk[at + 1] = change;
    chunk[at + 2] = value;
    chunk[at + 3] = root;
    chunk[at + 4] = level;
    chunk[at + PREVIOUS] = this.last[page];
    this.last[page] = number;
  }

  private eventOf([entry, change, value, root, level]: Float64Array): PageEvent {
    const isCount = change < MAPPED;
    const what = isCount ? { count: value } : { va: value, root: root as Ppn, ...(level > 0 && { level }) };
    return { ...this.contextOf(entry), entry, change: CHANGES[change], ...what };
  }

  private contextOf(context: number): Pick<PageEvent, 'cycle' | 'process' | 'during'> {
    const [cycle, process, during, number] = this.contexts.at(context);
    return { cycle, process, during: this.nameOf(during, number) };
  }

  private nameOf(during: number, number: number): string {
    if (during === LABELLED) return this.labels[number];
    if (during === SYSTEM_CALL) return callName(this.view, number);
    if (during === EXCEPTION) return number === trap.PAGE_FAULT ? 'page fault' : `exception ${number}`;
    return during === TIMER ? TICK : BOOT;
  }
}

const TICK = 'timer interrupt';
const BOOT = 'setup';
/** What is named otherwise where it stands alone. */
const PLAIN_NAMES: Readonly<Record<string, string>> = { [TICK]: 'tick', [BOOT]: 'boot' };

/** The name of a system call, or that it has none. */
export const callName = ({ calls }: KernelView, number: number): string =>
  calls?.find((call) => call.number === number)?.name ?? `system call ${number}`;

/** Who did something: `fork of process 1`, or what the boot did. */
export const describeContext = (
  view: KernelView,
  { process, during }: Pick<PageEvent, 'process' | 'during'>,
): string => (process === 0 ? during : `${during} of ${view.nameOf(process)}`);

/** A page event in words: `cycle 19,209: mapped at 0x100000 by fork of process 1, count 2`. */
export const describePageEvent = (view: KernelView, event: PageEvent): string => {
  const { cycle, change, count, va, level } = event;
  const hex = `0x${va?.toString(16)}`;
  const where = va === undefined ? '' : level === undefined ? ` at ${hex}` : ` ${tableName(level)}`;
  const counted = count === undefined ? '' : `, count ${count}`;
  return `${timeOf(view, cycle)}: ${change}${where} by ${describeContext(view, event)}${counted}`;
};

/** When something happened, in words: `cycle 19,209`. */
export const timeOf = ({ isSaved }: KernelView, cycle: number): string =>
  `${isSaved === true ? 'event' : 'cycle'} ${inThousands(cycle)}`;

/** What a table of `level` is called. */
const tableName = (level: number): string => (level === ROOT_LEVEL ? 'as root' : `as L${level} table`);
