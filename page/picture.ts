/** What the window is shown of a run: plain data, made by the worker that plays it. */
import type { Step } from '../presentation/presentation.ts';
import type { Direction } from '../specs/specs.ts';

/** Where to go: after so many steps or events from the beginning, or some units on or back from here. */
export type Target =
  | { readonly step: number }
  | { readonly event: number }
  | { readonly unit: Step; readonly direction: Direction; readonly count?: number };

/** What is shown besides physical memory. */
export interface Look {
  /** Whose virtual memory; whoever is due, if null. */
  readonly pid: number | null;
  /** Whether what happened last is told: not while it plays. */
  readonly isTold: boolean;
}

/** A run that was opened. */
export interface Opening {
  readonly title: string;
  /** Physical pages. */
  readonly pages: number;
  /** Whether it has events besides its steps. */
  readonly hasEvents: boolean;
  /** What one owner of memory is called, and several. */
  readonly nouns: readonly [string, string];
  /** Whether it reads keys. */
  readonly readsKeys: boolean;
  /** The programs of a scenario, or the operations on an allocator, as lines of code; none of programs that have names. */
  readonly code: readonly string[];
  /** The event and step at which it stands after its boot. */
  readonly booted: { readonly event: number; readonly step: number };
}

/** Programs that come with Ringfence, by whose they are. */
export interface ProgramNames {
  readonly weensyos: readonly string[];
  readonly jos: readonly string[];
}

/** A process, as a list has it. */
export interface ProcessRow {
  readonly pid: number;
  readonly label: string;
  readonly name: string;
  readonly program: string;
  readonly state: string;
  /** The letter that its pages have. */
  readonly letter: string;
  /** The cell of one of its pages. */
  readonly cell: number;
  readonly isRunning: boolean;
  /** Pages that it maps; how many of them others refer to, too; pages of its tables, the root among them. */
  readonly mapped: number;
  readonly shared: number;
  readonly tables: number;
  /** The physical address of its root table. */
  readonly root: number;
  /** What it waits for, or was sent, if it is of a kernel with messages. */
  readonly message: string | null;
}

/** Virtual pages that follow each other. */
export interface VirtualRow {
  /** The address of the first. */
  readonly start: number;
  /** What the kernel's layout calls the place; empty if nothing. */
  readonly region: string;
  /** A cell for each page: that of the physical page behind it, or 0 where nothing is mapped. */
  readonly cells: readonly number[];
  /** P, W and U of each. */
  readonly rights: readonly number[];
  /** The physical address behind each. */
  readonly physical: readonly number[];
}

/** The virtual memory of a process. */
export interface VirtualMemory {
  readonly pid: number;
  readonly title: string;
  readonly rows: readonly VirtualRow[];
  /** Pages of tables, from the root down: level, first virtual address, physical address. */
  readonly tables: readonly { readonly level: number; readonly va: number; readonly page: number }[];
  readonly layout: readonly {
    readonly start: number;
    readonly end: number;
    readonly symbol: string;
    readonly name: string;
    readonly rights: string;
    /** Pages of it that are mapped. */
    readonly mapped: number;
  }[];
}

/** A state of a run. */
export interface Picture {
  readonly step: number;
  readonly event: number;
  readonly cycle: number;
  readonly goesOn: boolean;
  /** What it is at, in a few words: who runs, or why nobody does. */
  readonly condition: string;
  /** Whether it stopped because something went wrong. */
  readonly isStopped: boolean;
  /** A cell for each physical page: a letter and an attribute, as on the screen of a terminal. */
  readonly cells: Uint16Array;
  /** The reference count of each. */
  readonly counts: Int32Array;
  readonly free: number;
  /** The first pages of the list of free ones, where the kernel has such a list. */
  readonly freeList: readonly number[];
  readonly processes: readonly ProcessRow[];
  readonly virtual: VirtualMemory | null;
  /** What the kernel and its programs wrote, the last lines. */
  readonly console: readonly string[];
  /** What happened last, oldest first. */
  readonly happenings: readonly string[];
  /** The blocks of an allocator, a name for each page; null for kernels. */
  readonly film: { readonly statement: string; readonly cells: readonly string[] } | null;
}

/** What passed in a run, event by event. */
export interface Chronicle {
  /** The number of the event before the first one here. */
  readonly from: number;
  /** How many steps had been taken when each came. */
  readonly steps: Uint32Array;
  /** Free pages after each. */
  readonly free: Int32Array;
  readonly marks: readonly Mark[];
  /** Whether the run goes on after the last. */
  readonly goesOn: boolean;
}

export type MarkKind = 'fork' | 'exit' | 'fault' | 'out of memory' | 'stopped' | 'broken';

/** Something worth seeing in a run. */
export interface Mark {
  readonly kind: MarkKind;
  readonly event: number;
  /** The step after which it can be seen. */
  readonly step: number;
  readonly text: string;
}

/** A moment by name. */
export interface Named {
  /** As `--moment` takes it. */
  readonly text: string;
  readonly fingerprint: string;
}

/** A table of page tables, entry by entry. */
export interface TableOfEntries {
  readonly address: number;
  /** The lower 32 bits of each entry. */
  readonly entries: Uint32Array;
}
