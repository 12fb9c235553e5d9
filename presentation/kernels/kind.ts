/**
 * What commands must know of a kernel that its view does not show: how one is made, which programs run on it, how it is judged and drawn, and
 * of which options it has no such thing. One description a kernel stands beside this file; all else in the monitor serves every kernel.
 */
import type { EventType, Executable, MachineEvent, Oracle, ProgramError } from '../../hardware/hardware.ts';
import type { KernelView, ProcessView } from '../../kernel/kernel.ts';
import type { Judging, OwnKernel, Rerun, Watch } from '../../specs/specs.ts';
import type { Values } from '../boot/values.ts';
import type { Canvas, Size } from '../drawing/canvas.ts';
import type { Sample } from '../drawing/screen.ts';
import type { Table } from '../summary/table.ts';

/** A kernel on a machine, to be booted. */
export type Kernel = OwnKernel;

/** A kind of kernel that a command line may ask for. */
export interface Kind {
  /** As people call it. */
  readonly name: string;
  /** The name of the class, if it is somebody's own: what its code throws is that person's mistake. */
  readonly ownName: string | undefined;
  /** Options of commands that it has no such thing for, by name; each with what to say of that. */
  readonly lacks: Readonly<Record<string, string>>;
  /** What may be asked of other kernels, and nobody knows of this one, by name (a subject of `why`, a command of `step`); each with what to say of that. */
  readonly unseen?: Readonly<Record<string, string>>;
  /** What `run` runs where no program is named, if anything. */
  readonly usual?: readonly string[];
  /** The programs that `names` mean. Throws a UsageError for names that mean none, and for none where there must be one. */
  programs(names: readonly string[], seed?: number): Promise<readonly Executable[]>;
  /**
   * One that has not booted, as `values` ask; `oracle` is asked in place of the one that programs carry. Throws a UsageError for options that make
   * no sense.
   */
  make(values: Values, programs: readonly Executable[], oracle?: Oracle): System;
  /** The system around a kernel that somebody else made, and that has not booted. */
  around(kernel: Kernel): System;
  /** The kernel that it extends, as it comes with Ringfence; none if it extends none. */
  base?(): Kind;
  /** Whether there are recordings of it that tell how it was booted. */
  readonly isRecorded?: true;
}

/** What the header of an event log tells that the kernel's own parameters do not. */
export interface LogSettings {
  readonly types: readonly EventType[];
  readonly seed: number | undefined;
  readonly check: string;
  /** The name of the user's own kernel class. */
  readonly kernelName: string | undefined;
}

/** What a header tells after the format: what was booted, and the types of event that the log has. */
export interface Header extends Readonly<Record<string, unknown>> {
  readonly events: readonly EventType[];
}

/** Somebody to tell of pages that are taken and freed: a count that becomes 1, and 0, in events of a machine. */
export interface Allocations {
  listen(listener: (event: MachineEvent) => void): void;
}

/** One kernel, and what commands show of it. */
export interface System {
  readonly kernel: Kernel;
  readonly judging: Judging;
  readonly allocations: Allocations;
  readonly screen: Screen;
  /** What bits mean that the kernel has for itself in an entry of its page tables. */
  readonly flagNames: Readonly<Record<number, string>>;
  /** Whether what it and its programs write as text is printed as it comes; else it is part of its screen. */
  readonly speaks: boolean;
  /** Whether it reads what is typed, as a kernel that keys reboot. */
  readonly readsKeys: boolean;
  header(settings: LogSettings): Header;
  /** The table at the end of a run. */
  summary(): Table;
  /** What is said below the table; the usual figures of the machine if it is not given. */
  machineLines?(): string[];
  /** Why nothing can run, and whether that is somebody's mistake, if there is more to say. */
  standstill?(): Standstill | null;
  /** What goes wrong in the same run of so many boundaries once more, and somewhat longer, beside a model of it; null if nothing does. */
  rerun?(operations: number): Rerun | null;
  /** Where it stands, of a kernel that does not run: what comes next. */
  standing?(): string;
  /** What the last step changed, in lines, where no machine tells of it. */
  changes?(): readonly string[];
  /** An error of a program, in words that name its process as people know it. */
  describeError?(error: ProgramError): string;
  /** To be told who watches it, before it boots. */
  told?(watch: Watch): void;
  /** To be told who checks it, after that: it may know of more that must hold. */
  checkedBy?(watch: Watch): void;
}

export interface Standstill {
  /** A sentence for people. */
  readonly sentence: string;
  /** The same in a few words, if it is a mistake of a program. */
  readonly complaint?: string;
}

/** How a kernel is drawn. */
export interface Screen {
  readonly title: string;
  /** What letters and colours mean. */
  readonly samples: readonly Sample[];
  /** The same as lines. */
  legend(colour: boolean): string[];
  /** The place in the kernel's table that a letter stands for. */
  readonly firstSlot: number;
  /** Which process is due to be shown where nobody chose one. */
  due(): ProcessView | null;
  /** All of it in as many rows as `size` has at most, none of them cut. `text` is what was written and is not printed elsewhere. */
  draw(shown: ProcessView | null, size: Size, text: readonly string[]): Canvas;
}

/** How many pages the kernel may give away. A list in a circle has each page once. */
export const freePagesOf = (view: KernelView): number =>
  new Set(view.freeList().filter((page) => page >= 0 && page < view.pages)).size;
