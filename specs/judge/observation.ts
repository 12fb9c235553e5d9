/**
 * A state as it stands, counted from scratch: the address spaces of all processes, and who refers to each physical page.
 * Invariants compare with this what kernels keep incrementally.
 */
import { type Machine, type Ppn, ppnOf, type Va, va } from '../../hardware/hardware.ts';
import type { KernelView, Mapping, ProcessView, TablePage } from '../../kernel/kernel.ts';
import type { Transition } from './transition.ts';

/** A process with all that its tables hold above the kernel's part. */
export interface AddressSpace {
  readonly process: ProcessView;
  readonly tables: readonly TablePage[];
  readonly mappings: readonly Mapping[];
}

/** One reference to a page: as a table of some level of a process, or as what one of its addresses maps to. */
export interface Reference {
  readonly pid: number;
  /** `root`, `L3 table` and so on, or `mapping`. */
  readonly as: string;
  readonly va: Va;
  readonly writable: boolean;
}

/** The references to each page, by page. Kernel memory that every process maps is nobody's reference. */
export type References = ReadonlyMap<Ppn, readonly Reference[]>;

/** A state as invariants see it. */
export interface Observation {
  readonly machine: Machine;
  readonly view: KernelView;
  readonly spaces: readonly AddressSpace[];
  readonly references: References;
  /** The system call that led here, if one did. */
  readonly transition: Transition | null;
}

export const observe = (machine: Machine, view: KernelView, transition: Transition | null = null): Observation => {
  const spaces = view.processes().map((process) => ({
    process,
    tables: view.tables(process.root),
    mappings: view.mappings(process.root, view.userStart),
  }));
  return { machine, view, spaces, references: countReferences(spaces), transition };
};

const countReferences = (spaces: readonly AddressSpace[]): References => {
  const found = new Map<Ppn, Reference[]>();
  const add = (page: Ppn, reference: Reference): void => {
    const known = found.get(page);
    if (known === undefined) found.set(page, [reference]);
    else known.push(reference);
  };
  for (const { process, tables, mappings } of spaces) {
    const { pid } = process;
    add(process.root, { pid, as: 'root', va: va(0), writable: false });
    for (const table of tables) add(table.page, { pid, as: `L${table.level} table`, va: table.va, writable: false });
    for (const { va: at, pa, permissions } of mappings) {
      add(ppnOf(pa), { pid, as: 'mapping', va: at, writable: (permissions & 2) !== 0 });
    }
  }
  return found;
};

/** References in words: `the root of process 3`, `0x104000 of process 3`. */
export const describeReferences = (references: readonly Reference[]): string =>
  references.length === 0 ? 'nobody' : references.map(describeReference).join(', ');

/** `0x104000 of process 3`, `the root of process 3`. */
export const describeReference = ({ pid, as, va: at }: Reference): string =>
  as === 'mapping' ? `0x${at.toString(16)} of process ${pid}` : `the ${as} of process ${pid}`;
