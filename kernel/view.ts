/**
 * What every kernel shows its observers. Looking has no effect on the machine: no cycles, no TLB fills, no A bits.
 * Invariants, reports, recordings and all pictures use nothing else. A kernel of somebody's own starts from TableView (table-view.ts), which
 * knows most of it.
 */
import type { Machine, Pa, Ppn, Va } from '../hardware/hardware.ts';
import type { CallDescription } from './call-description.ts';

/** What a physical page is for, by its place in memory. */
export type PageKind = 'reserved' | 'console' | 'kernel' | 'allocatable';

/** A virtual page that some tables map. */
export interface Mapping {
  readonly va: Va;
  readonly pa: Pa;
  /** P, W and U as the entry has them: bits 0, 1 and 2; and what bits of its own the kernel gives a meaning. */
  readonly permissions: number;
}

/** A page of page tables: `level` 1 maps pages, the root has the highest. `va` is the first address that it covers. */
export interface TablePage {
  readonly level: number;
  readonly va: Va;
  readonly page: Ppn;
}

/** An address space, and whose it is. */
export interface SpaceView {
  /** The number by which its owner is known: that of a process or environment; 0 for the kernel itself. */
  readonly pid: number;
  readonly name: string;
  /** Page of the root table. */
  readonly root: Ppn;
}

/** A process, or what a kernel calls so. */
export interface ProcessView extends SpaceView {
  /** Its place in the kernel's table, by which the machine knows it. */
  readonly slot: number;
  readonly state: string;
  /** Whether the scheduler may choose it. */
  readonly isRunnable: boolean;
}

/** A place in the kernel's table of processes, whether it is in use or not. */
export interface SlotView {
  readonly pid: number;
  readonly state: string;
  readonly isFree: boolean;
  readonly root: Ppn;
}

/** A part of virtual memory, as the kernel's layout has it. */
export interface Region {
  readonly start: Va;
  /** The first address after it. */
  readonly end: Va;
  /** What the kernel's headers call its first address; empty if they have no name for it. */
  readonly symbol: string;
  readonly name: string;
  /** What the kernel may do there, and after the slash what programs may: `RW/R-`. Where nothing is to be mapped, `--/--`. */
  readonly rights: string;
  /** Programs may map pages there all the same, if they like. */
  readonly isOpen?: true;
}

/** Words of physical memory, from byte address `start` up to `end`. */
export interface WordRange {
  readonly start: Pa;
  readonly end: Pa;
}

/** A name of the kernel's sources for a place in its image, as a linker knows it; `bytes` is 0 for what only marks a place. */
export interface KernelSymbol {
  readonly name: string;
  /** The address that it was linked at. */
  readonly address: number;
  readonly bytes: number;
  /** What `nm` calls it: T in the text, B for data that begin as zero; in lower case where only its own file sees it. */
  readonly type: 'T' | 'B' | 'b';
}

/** Where reference counts lie: that of page n, of so many bytes, at `start` + n * `stride`. */
export interface CountLayout extends WordRange {
  readonly bytes: 1 | 2 | 4;
  readonly stride: number;
}

/**
 * What any kernel shows of itself. Every method reads words of memory as they are now, costs no cycles and throws nothing, however broken
 * the state is. Optional members are parts that a kernel may lack: what hangs on them is then not judged.
 */
export interface KernelView {
  readonly pages: number;
  /** Page of the root of the kernel's own tables. */
  readonly kernelRoot: Ppn;
  /** Where programs have their memory: from the one up to below the other. The rest is the kernel's part, in every address space. */
  readonly userStart: Va;
  readonly userEnd: Va;
  readonly counts: CountLayout;
  kindOf(page: Ppn): PageKind;
  referenceCount(page: Ppn): number;
  /** Allocatable pages that the kernel may give away, in its own order if it has one. A list in a circle ends somewhere. */
  freeList(): readonly Ppn[];
  /** Address spaces that somebody may run in, or that the kernel works on. */
  spaces(): SpaceView[];
  /** Pages of tables below `root` that programs' memory needs, children before parents. */
  tables(root: Ppn): TablePage[];
  /** Pages of tables that the kernel made for its own part, and that all address spaces share. */
  kernelTables(): readonly Ppn[];
  /** Present mappings of programs' memory under the table at `root`, by address. */
  mappings(root: Ppn): Mapping[];
  /** How the tables at `root` map each piece of the kernel's part: entries that are equal in all address spaces that are right. */
  kernelPart(root: Ppn): Int32Array;
  /** Piece `index` of the kernel's part in words, as `entry` maps it. */
  describeKernelPart(index: number, entry: number): string;
  /** The number by which what is in `slot` of the kernel's table is known to people. */
  pidOf(slot: number): number;
  /** What the program in `slot` has at `va`: text, data, heap, stack, or just memory. */
  regionOf(slot: number, va: Va): string;
  /** The owner of an address space in words: `process 3`. */
  nameOf(pid: number): string;

  // Parts that a kernel may lack

  /** Processes in slots that are not free, by slot. */
  processes?(): ProcessView[];
  slots?(): SlotView[];
  /** What a runnable process lacks to be resumed, in words; null if nothing. */
  missingOf?(process: ProcessView): string | null;
  /** What programs may use of the kernel's part under `root`, and are not meant to. */
  openings?(root: Ppn): Mapping[];
  /** Whether pages that are never given away may have counts of their own. */
  readonly countsReserved?: boolean;
  /** The number of an owner as people write it, where that is not in decimal: `00001000`. */
  labelOf?(pid: number): string;
  /** What the kernel has at physical address `address`, as its sources call it: a variable, part of a record, a count, an entry; null for what has no name. */
  nameOfWord?(address: Pa): string | null;
  /** Where its data lie, under the names that the real kernel of its kind has for them, by address: with them its memory can be read by others. */
  readonly symbols?: readonly KernelSymbol[] | undefined;
  /** All of virtual memory by its layout, from below. */
  layout?(): readonly Region[];
  /** A page that the kernel took for itself and will keep, or 0. */
  readonly keptPage?: Ppn;
  /** The system calls that the kernel says it has. */
  readonly calls?: readonly CallDescription[];
  /** It is memory that was saved: of no processor, so that there is no TLB, and time is counted in events. */
  readonly isSaved?: true;
  /** What a system call of the process in `slot` may change in memory even if it fails: saved registers, cursors, the kernel's stack. */
  scratch?(slot: number): WordRange[];
}

/** A kernel under observation: a machine, and what the kernel on it shows. */
export interface Watched {
  readonly machine: Machine;
  readonly view: KernelView;
}
