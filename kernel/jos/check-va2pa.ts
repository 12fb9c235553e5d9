/** check_va2pa: the checks' own walk through page tables, by kernel virtual address. Asserts nothing. */
import { type Va, va } from '../../hardware/hardware.ts';
import { PDX, PTE_ADDR, PTE_P, PTE_PS, PTX } from './memlayout.ts';
import type { JosPages } from './pages.ts';

/** What both functions give for an address that is not mapped: ~0. */
export const UNMAPPED = 0xffffffff;

/** The physical page that `address` is mapped to in pages of 4 KiB, or UNMAPPED. */
export const checkVa2pa = (kernel: JosPages, pgdir: Va, address: number): number => {
  const directoryEntry = kernel.load(va(pgdir + PDX(address) * 4));
  if ((directoryEntry & PTE_P) === 0) return UNMAPPED;
  const entry = kernel.load(va(kernel.kaddr(PTE_ADDR(directoryEntry)) + PTX(address) * 4));
  return entry & PTE_P ? PTE_ADDR(entry) : UNMAPPED;
};

/** The physical address that the page of 4 MiB at `address` is mapped to, or UNMAPPED if it is none. */
export const checkVa2paLarge = (kernel: JosPages, pgdir: Va, address: number): number => {
  const directoryEntry = kernel.load(va(pgdir + PDX(address) * 4));
  const maps = (directoryEntry & PTE_P) !== 0 && (directoryEntry & PTE_PS) !== 0;
  return maps ? PTE_ADDR(directoryEntry) : UNMAPPED;
};
