/** What an address space holds, in numbers. */
import { type Ppn, PTE_W, ppnOf } from '../../hardware/hardware.ts';
import type { KernelView } from '../../kernel/kernel.ts';

export interface Holdings {
  /** Pages that are mapped for programs; how many of them may be written, and how many others refer to, too. */
  readonly mapped: number;
  readonly writable: number;
  readonly shared: number;
  /** Tables below the root. */
  readonly tables: number;
}

/** What the tables at `root` hold; nothing where there are none, at page 0. */
export const holdingsOf = (view: KernelView, root: Ppn): Holdings => {
  const mappings = root === 0 ? [] : view.mappings(root);
  return {
    mapped: mappings.length,
    writable: mappings.filter(({ permissions }) => permissions & PTE_W).length,
    shared: mappings.filter(({ pa }) => view.referenceCount(ppnOf(pa)) > 1).length,
    tables: root === 0 ? 0 : view.tables(root).length,
  };
};
