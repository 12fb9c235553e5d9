/**
 * What the boot loader and the first lines of the kernel do before any table is in force: kernel text and zeroed data in
 * physical memory, an identity map in the kernel's own tables, and the CPU's registers. Other memory keeps what it held.
 */
import {
  type Machine,
  PAGE_SIZE,
  PTE_P,
  PTE_PS,
  PTE_U,
  PTE_W,
  ppn,
  register,
  trap,
  USE_TABLES,
  USE_UNUSED,
} from '../../hardware/hardware.ts';
import * as layout from './layout.ts';

const ENTRIES = 512;
const GIB = 2 ** 30;

/** Loads the kernel into `machine`, whose memory has `pages` pages; traps enter it at the two addresses. Ends on its tables. */
export const loadKernel = (machine: Machine, pages: number, systemCall: number, exception: number): void => {
  loadImage(machine);
  buildTables(machine);
  buildInterruptTable(machine, exception);
  markFreePages(machine, pages);
  const { cpu } = machine;
  machine.execution.halt = null;
  cpu.reset();
  cpu.setControl(register.KERNEL_STACK, layout.KERNEL_STACK_TOP);
  cpu.setControl(register.IDTR, layout.INTERRUPT_TABLE);
  cpu.setControl(register.LSTAR, systemCall);
  machine.entry.loadRoot(layout.KERNEL_PAGETABLE);
};

const loadImage = ({ memory }: Machine): void => {
  for (let at = layout.KERNEL_START; at < layout.KERNEL_END; at += 4) {
    memory.store(at >> 2, at < layout.KERNEL_TEXT_END ? layout.kernelTextWord(at) : 0);
  }
};

/** L4, L3, L2 and two L1 tables that map 0 to 4 MiB to itself, and three pages of 1 GiB above that for the APICs. */
const buildTables = ({ memory }: Machine): void => {
  const table = (n: number): number => layout.KERNEL_PAGETABLE + n * PAGE_SIZE;
  const link = (n: number, index: number, entry: number): void => memory.store((table(n) + index * 8) >> 2, entry);
  link(0, 0, table(1) | PTE_P | PTE_W | PTE_U);
  link(1, 0, table(2) | PTE_P | PTE_W | PTE_U);
  for (let gib = 1; gib < 4; gib++) link(1, gib, (gib * GIB) | PTE_P | PTE_W | PTE_PS);
  for (const half of [0, 1]) {
    link(2, half, table(3 + half) | PTE_P | PTE_W | PTE_U);
    for (let i = 0; i < ENTRIES; i++) link(3 + half, i, ((half * ENTRIES + i) * PAGE_SIZE) | PTE_P | PTE_W);
  }
  for (let n = 0; n < layout.KERNEL_PAGETABLE_PAGES; n++) memory.setUse(table(n) / PAGE_SIZE, USE_TABLES);
};

/** Interrupt gates for all vectors; of them programs may raise the breakpoint. */
const buildInterruptTable = ({ memory }: Machine, handler: number): void => {
  for (let vector = 0; vector < trap.VECTORS; vector++) {
    const [first, second] = trap.gate(handler, vector === trap.BREAKPOINT ? 3 : 0);
    const at = (layout.INTERRUPT_TABLE + vector * trap.GATE_BYTES) >> 2;
    memory.store(at, first);
    memory.store(at + 1, second);
  }
};

const markFreePages = ({ memory }: Machine, pages: number): void => {
  for (let page = 0; page < pages; page++) {
    if (layout.isAllocatable(ppn(page), pages)) memory.setUse(page, USE_UNUSED);
  }
};
