/** The lives of pages, found the long way: at each return from the kernel every count and every entry of every table is read anew. */
import { counter, type MachineEvent, PAGE_SIZE, type Ppn } from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';
import { ROOT_LEVEL } from './tracker.ts';

/** One entry into the kernel, as `PageEvent` names it. */
export interface Entered {
  readonly cycle: number;
  readonly process: number;
  readonly during: string;
}

/** What each page counts, and who refers to it, each in a text: level, address and root. */
export interface Counted {
  readonly counts: readonly number[];
  readonly references: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Entries of a table, and bytes of an entry, by the number of levels. */
const FORMATS = { 2: { entries: 1024, bytes: 4 }, 4: { entries: 512, bytes: 8 } } as const;
export type Levels = keyof typeof FORMATS;

/** Counts and references as memory has them now. */
export const recountOf = ({ machine, view }: Watched, levels: Levels): Counted => {
  const { counts, userStart, userEnd } = view;
  const { entries, bytes } = FORMATS[levels];
  const ram = new DataView(machine.memory.words.buffer);
  const references = new Map<number, Set<string>>();
  const add = (page: number, reference: string): void => {
    references.set(page, (references.get(page) ?? new Set()).add(reference));
  };
  const readTable = (table: number, level: number, from: number, root: Ppn): void => {
    const span = PAGE_SIZE * entries ** (level - 1);
    for (let i = 0, va = from; i < entries && va < userEnd; i++, va += span) {
      const entry = ram.getUint32(table * PAGE_SIZE + i * bytes, true);
      if (entry % 2 === 0 || (level === 1 && va < userStart)) continue;
      add(Math.floor(entry / PAGE_SIZE), `${level - 1} ${va} ${root}`);
      if (level > 1) readTable(Math.floor(entry / PAGE_SIZE), level - 1, va, root);
    }
  };
  for (const { root } of view.spaces()) {
    add(root, `${ROOT_LEVEL} 0 ${root}`);
    readTable(root, levels, 0, root);
  }
  const countAt = (at: number): number =>
    ({ 1: ram.getUint8(at), 2: ram.getUint16(at, true), 4: ram.getInt32(at, true) })[counts.bytes];
  return {
    references,
    counts: Array.from({ length: view.pages }, (_, page) => countAt(counts.start + page * counts.stride)),
  };
};

/** The changes of each page by entries into the kernel, from its first return on. */
export class RecountedLives {
  /** What happened to each page, in texts. */
  readonly lives = new Map<number, string[]>();
  /** The entry into the kernel that was the last. */
  entered: Entered = { cycle: 0, process: 0, during: 'setup' };
  private readonly kernel: Watched;
  private readonly levels: Levels;
  private last: Counted | null = null;

  /** Listens to `kernel`, which has not booted. */
  constructor(kernel: Watched, levels: Levels) {
    this.kernel = kernel;
    this.levels = levels;
    kernel.machine.listen(
      (event) => this.hear(event),
      ['system call', 'timer', 'exception', 'setup', 'return', 'idle'],
    );
  }

  private hear(event: MachineEvent): void {
    if (event.type === 'return' || event.type === 'idle') return this.look();
    const { machine, view } = this.kernel;
    const process = 'slot' in event && event.type !== 'setup' ? view.pidOf(event.slot) : 0;
    this.entered = { cycle: Math.floor(machine.counters[counter.CYCLES]), process, during: this.nameOf(event) };
  }

  private nameOf(event: MachineEvent): string {
    if (event.type === 'system call')
      return (
        this.kernel.view.calls?.find((call) => call.number === event.number)?.name ?? `system call ${event.number}`
      );
    if (event.type === 'exception') return event.vector === 14 ? 'page fault' : `exception ${event.vector}`;
    return event.type === 'timer' ? 'timer interrupt' : 'setup';
  }

  private look(): void {
    const now = recountOf(this.kernel, this.levels);
    if (this.last !== null) this.compare(this.last, now);
    this.last = now;
  }

  private compare(before: Counted, now: Counted): void {
    for (const [page, count] of now.counts.entries()) {
      const was = before.counts[page];
      if (count > was) this.add(page, `${was === 0 ? 'taken' : 'shared'}, count ${count}`);
      if (count < was) this.add(page, `${count === 0 ? 'freed' : 'dropped'}, count ${count}`);
      const [had, has] = [before, now].map(({ references }) => references.get(page) ?? new Set<string>());
      for (const reference of had) if (!has.has(reference)) this.add(page, `${reference} went`);
      for (const reference of has) if (!had.has(reference)) this.add(page, `${reference} came`);
    }
  }

  private add(page: number, what: string): void {
    this.lives.set(page, [...(this.lives.get(page) ?? []), `${textOf(this.entered)}: ${what}`]);
  }
}

/** An entry into the kernel as one text. */
export const textOf = ({ cycle, process, during }: Entered): string => `${during} of ${process} at ${cycle}`;
