/**
 * A state as it stands, counted from scratch: all address spaces, and who refers to each physical page. Invariants compare with
 * this what kernels keep incrementally. What one kernel alone shows is added by a class of its own.
 */
import { type Image, type Machine, type Ppn, PTE_W, ppnOf, type Va, va } from '../../hardware/hardware.ts';
import type { KernelView, Mapping, SpaceView, TablePage, Watched } from '../../kernel/kernel.ts';
import { inThousands } from '../thousands.ts';
import type { Transition } from './watch/transition.ts';

/** An address space with all that its tables hold beside the kernel's part. */
export interface AddressSpace {
  readonly owner: SpaceView;
  readonly tables: readonly TablePage[];
  readonly mappings: readonly Mapping[];
}

/** One reference to a page: as a table of some level, or as what one of the addresses of a space maps to. */
export interface Reference {
  /** The owner of the address space; 0 for the kernel. */
  readonly pid: number;
  /** `root`, `L3 table` and so on, or `mapping`. */
  readonly as: string;
  readonly va: Va;
  /** Of a mapping, as the view gives them; 0 for tables. */
  readonly permissions: number;
}

/** The references to each page, by page. Memory of the kernel's own part is nobody's reference, but for the tables that it took. */
export type References = ReadonlyMap<Ppn, readonly Reference[]>;

const NONE: ReadonlySet<Ppn> = new Set();

/** One state, counted from scratch when it is made: address spaces, and who refers to which page. Reads memory without any effect. */
export class Observation {
  readonly machine: Machine;
  readonly view: KernelView;
  readonly spaces: readonly AddressSpace[];
  readonly references: References;
  /** The system call that led here, if one did. */
  readonly transition: Transition | null;
  /** Pages that somebody took through a function of the kernel and still has, without any reference in memory. */
  readonly held: ReadonlySet<Ppn> = NONE;
  /** A byte a page that is not zero if the page is free; null before anybody asked. */
  private freeMarks: Uint8Array | null = null;
  private list: readonly Ppn[] | null = null;

  /** Of another observation of the same state it takes over what that has counted. */
  constructor(watched: Watched | Observation, transition: Transition | null = null) {
    const { machine, view } = watched;
    const counted = watched instanceof Observation ? watched : null;
    this.machine = machine;
    this.view = view;
    this.transition = transition;
    this.spaces = counted?.spaces ?? spacesOf(view);
    this.references = counted?.references ?? countReferences(view, this.spaces);
  }

  /** The pages that the kernel may give away, in its own order. */
  get freeList(): readonly Ppn[] {
    this.list ??= this.view.freeList();
    return this.list;
  }

  /** Whether the kernel may give `page` away. */
  isFree(page: Ppn): boolean {
    if (this.freeMarks === null) {
      this.freeMarks = new Uint8Array(this.view.pages);
      for (const free of this.freeList) this.freeMarks[free] = 1;
    }
    return this.freeMarks[page] === 1;
  }

  isAllocatable(page: Ppn): boolean {
    return this.view.kindOf(page) === 'allocatable';
  }

  /** The image of the program that the process in `slot` executes, if that is known: once it has begun. */
  imageOf(slot: number): Image | undefined {
    return this.machine.threadOf(slot)?.image;
  }

  /** The number by which the process in `slot` is known. */
  pidOf(slot: number): number {
    return this.view.pidOf(slot);
  }
}

const spacesOf = (view: KernelView): AddressSpace[] =>
  view.spaces().map((owner) => ({ owner, tables: view.tables(owner.root), mappings: view.mappings(owner.root) }));

const countReferences = (view: KernelView, spaces: readonly AddressSpace[]): References => {
  const found = new Map<Ppn, Reference[]>();
  const add = (page: Ppn, reference: Reference): void => {
    const known = found.get(page);
    if (known === undefined) found.set(page, [reference]);
    else known.push(reference);
  };
  const table = (pid: number, as: string, at: Va): Reference => ({ pid, as, va: at, permissions: 0 });
  for (const page of view.kernelTables()) add(page, table(0, 'page table', va(0)));
  for (const { owner, tables, mappings } of spaces) {
    const { pid } = owner;
    add(owner.root, table(pid, 'root', va(0)));
    for (const { page, level, va: at } of tables) add(page, table(pid, `L${level} table`, at));
    for (const { va: at, pa, permissions } of mappings) add(ppnOf(pa), { pid, as: 'mapping', va: at, permissions });
  }
  return found;
};

/** Whether a reference is a page of a program, and not a table or a root. */
export const isMapping = ({ as }: Reference): boolean => as === 'mapping';
export const isWritable = ({ permissions }: Reference): boolean => (permissions & PTE_W) !== 0;

/** So many references are told; a page that is used more often is so by mistake, and then very often. */
const MOST_TOLD = 40;

/** References in words: `the root of process 3`, `0x104000 of process 3`. */
export const describeReferences = (view: KernelView, references: readonly Reference[]): string => {
  if (references.length === 0) return 'nobody';
  const told = references.slice(0, MOST_TOLD).map((reference) => describeReference(view, reference));
  const more = references.length - told.length;
  return [...told, ...(more > 0 ? [`and ${inThousands(more)} more`] : [])].join(', ');
};

/** `0x104000 of process 3`, `the root of process 3`. */
export const describeReference = (view: KernelView, { pid, as, va: at }: Reference): string =>
  as === 'mapping' ? `0x${at.toString(16)} of ${view.nameOf(pid)}` : `the ${as} of ${view.nameOf(pid)}`;
