/**
 * What every kernel shows its observers. Looking has no effect on the machine: no cycles, no TLB fills, no A bits.
 * Invariants, recordings and all pictures use nothing else.
 */
import type { Pa, Ppn, Va } from '../hardware/hardware.ts';

/** What a physical page is for, by its place in memory. */
export type PageKind = 'reserved' | 'console' | 'kernel' | 'allocatable';

/** A virtual page that a process's tables map. */
export interface Mapping {
  readonly va: Va;
  readonly pa: Pa;
  /** P, W and U as the tables combine them: bits 0, 1 and 2. */
  readonly permissions: number;
}

/** A page of page tables: `level` 1 maps pages, the root has the highest. `va` is the first address that it covers. */
export interface TablePage {
  readonly level: number;
  readonly va: Va;
  readonly page: Ppn;
}

export interface ProcessView {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  /** Page of the root table. */
  readonly root: Ppn;
  /** Where a heap can start: the first page after the image. */
  readonly heapBottom: Va;
}

/** A process slot, whether it is in use or not. */
export interface SlotView {
  readonly pid: number;
  readonly state: string;
  readonly root: Ppn;
}

/** A system call as a program made it. */
export interface SystemCall {
  readonly number: number;
  readonly argument: number;
}

/** Words of physical memory, from byte address `start` up to `end`. */
export interface WordRange {
  readonly start: Pa;
  readonly end: Pa;
}

export interface KernelView {
  readonly pages: number;
  /** Page of the root of the kernel's own tables. */
  readonly kernelRoot: Ppn;
  /** Virtual addresses below this are the kernel's, in every process, but for what it shares with all. */
  readonly userStart: Va;
  /** A page that the kernel took for itself and will keep, or 0. */
  readonly keptPage: Ppn;
  /** Where reference counts lie: a byte a page, in order of pages. */
  readonly counts: WordRange;
  /** Slots are numbered from 1 up to below this. */
  readonly slotCount: number;
  kindOf(page: Ppn): PageKind;
  referenceCount(page: Ppn): number;
  /** Allocatable pages whose reference count is 0. */
  freePages(): number;
  /** All slots that processes can be in, by pid. */
  slots(): SlotView[];
  /** Processes in slots that are not free, by pid. */
  processes(): ProcessView[];
  /** The words that decide what state slot `pid` is in, which root it has, and what it lacks to be resumed. */
  essentials(pid: number): readonly Pa[];
  /** Whether a process is in slot `pid`, and whether that is runnable. */
  isLive(pid: number): boolean;
  isRunnable(pid: number): boolean;
  /** The page of the root table that slot `pid` has, whether it is in use or not; any number, if the kernel is in error. */
  rootOf(pid: number): Ppn;
  /** What a runnable process lacks to be resumed, in words; null if nothing. */
  missingOf(process: Pick<ProcessView, 'pid' | 'root'>): string | null;
  /** Pages of tables below `root`, children before parents. */
  tables(root: Ppn): TablePage[];
  /** Present mappings under the table at `root`, by address, from `from` up (0 if not given). */
  mappings(root: Ppn, from?: Va): Mapping[];
  /** How the tables at `root` map each page below `userStart`: physical address and permissions as one number, 0 if absent. */
  kernelPart(root: Ppn): Int32Array;
  /** Those of them that a program may use. */
  userMappings(process: ProcessView): Mapping[];
  /** What a system call may change in memory even if it fails: the caller's saved registers, cursors, the kernel's stack. */
  scratch(pid: number): WordRange[];
  /** Where `call`, if it succeeds, gives its caller a fresh page; null if it gives none. */
  freshPage(call: SystemCall): Va | null;
}
