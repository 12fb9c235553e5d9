/** Faults in the order in which an address space is freed. Contents survive being freed, so that they are seen in order only. */
import { type Pa, PTE_FLAGS, PTE_P, pa, TABLE_ENTRIES, va } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { Fault } from './fault.ts';

class RootFreedFirst extends WeensyKernel {
  override freeAddressSpace(root: Pa): void {
    this.kfree(root);
    this.freeUserPages(root);
    this.freeTables(root);
  }
}

export const rootFreedFirst: Fault = {
  name: 'freeing the root first',
  sentence: 'The root table is freed before the pages and tables below it.',
  Kernel: RootFreedFirst,
};

const LOWEST_LEVEL = 1;
const ROOT_LEVEL = 4;

class TablesFreedPreOrder extends WeensyKernel {
  override freeTables(root: Pa): void {
    const freeBelow = (table: number, level: number): void => {
      for (let i = 0; level > LOWEST_LEVEL && i < TABLE_ENTRIES; i++) {
        const entry = this.supervisor.load32(va(table + i * 8));
        if ((entry & PTE_P) === 0) continue;
        this.kfree(pa(entry & ~PTE_FLAGS));
        freeBelow(entry & ~PTE_FLAGS, level - 1);
      }
    };
    freeBelow(root, ROOT_LEVEL);
  }
}

export const tablesFreedPreOrder: Fault = {
  name: 'freeing tables in pre-order',
  sentence: 'A table is freed before the tables that it links, not after them.',
  Kernel: TablesFreedPreOrder,
};
