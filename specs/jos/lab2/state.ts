/** A state of JOS's memory management counted from scratch, with no effect: its free list, counts, page tables, and what they map below UTOP. */
import { type Ppn, ppn, ppnOf, type Va } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';

/** A page mapped below UTOP. */
export interface UserMapping {
  readonly address: Va;
  readonly page: Ppn;
  /** The entry's flags, without A and D. */
  readonly flags: number;
}

export interface JosState {
  /** Pages on the free list, head first; as many as there are pages, at most, so that a list in a circle ends. */
  readonly free: readonly Ppn[];
  /** The reference count of each page. */
  readonly counts: readonly number[];
  /** Pages that are page tables. */
  readonly tables: readonly Ppn[];
  readonly mappings: readonly UserMapping[];
}

export const josState = ({ view }: JosKernel): JosState => ({
  free: view.freeList(),
  counts: Array.from({ length: view.pages }, (_, page) => view.referenceCount(ppn(page))),
  tables: [...view.tables(view.kernelRoot).map(({ page }) => page), ...view.kernelTables()],
  mappings: view.mappings(view.kernelRoot).map(({ va, pa, permissions }) => ({
    address: va,
    page: ppnOf(pa),
    flags: permissions,
  })),
});
