/**
 * Virtual memory of JOS, and the constants of its headers under their own names (inc/memlayout.h, inc/mmu.h).
 *
 *     4 GiB ------> +------------------------------+
 *                   | all of physical memory       |  RW/--
 *     KERNBASE ---> +------------------------------+ 0xf0000000
 *                   | MIT: kernel stack, guard     |  RW/--     SJTU: empty
 *                   +------------------------------+ 0xefc00000 ---> SJTU: KSTACKTOP
 *                   | MIT: memory-mapped I/O       |  RW/--     SJTU: kernel stack, guard
 *     ULIM -------> +------------------------------+ 0xef800000
 *                   | page tables, through UVPT    |  R-/R-
 *     UVPT -------> +------------------------------+ 0xef400000
 *                   | pages[]                      |  R-/R-
 *     UPAGES -----> +------------------------------+ 0xef000000
 *                   | environments, later          |  R-/R-
 *     UTOP -------> +------------------------------+ 0xeec00000
 *                   | memory of programs           |  region by region in layout.ts
 *     0 ----------> +------------------------------+
 */
import { pa, va } from '../../hardware/hardware.ts';

/** The course that the kernel comes from: MIT 6.828, or SJTU's with pages of 4 MiB. */
export type Variant = 'mit' | 'sjtu';

export const PGSIZE = 4096;
/** What one entry of a page directory covers. */
export const PTSIZE = 1 << 22;
export const NPTENTRIES = 1024;
/** sizeof(struct PageInfo): link, count of 16 bits, padding. */
export const PAGE_INFO_BYTES = 8;

export const IOPHYSMEM = pa(0x000a0000);
export const EXTPHYSMEM = pa(0x00100000);
export const KERNBASE = 0xf0000000;
export const KSTKSIZE = 8 * PGSIZE;
export const ULIM = 0xef800000;
export const UVPT = va(0xef400000);
export const UPAGES = va(0xef000000);
export const UTOP = 0xeec00000;
export const UENVS = va(0xeec00000);
/** The stack of page-fault upcalls is the page below this; the page below that stays empty, and below it lies the program's own stack. */
export const UXSTACKTOP = UTOP;
export const USTACKTOP = UTOP - 2 * PGSIZE;
/** Where a program's text starts, and pages that it maps for a while. */
export const UTEXT = 0x00800000;
export const UTEMP = 0x00400000;
/** Where a program's debugging data go, if it has some. */
export const USTABDATA = PTSIZE / 2;

/** The top of the kernel stack. */
export const kstacktop = (variant: Variant): number => (variant === 'mit' ? KERNBASE : KERNBASE - PTSIZE);

export const PTE_P = 0x001;
export const PTE_W = 0x002;
export const PTE_U = 0x004;
export const PTE_PS = 0x080;

export const ALLOC_ZERO = 1;
/** Errors of inc/error.h; functions return them negative. */
export const E_NO_MEM = 4;

export const CR0_PE = 0x00000001;
export const CR0_MP = 0x00000002;
export const CR0_EM = 0x00000004;
export const CR0_TS = 0x00000008;
export const CR0_NE = 0x00000020;
export const CR0_AM = 0x00040000;
export const CR0_PG = 0x80000000;

/** Index of an address in the page directory, and in its page table. */
export const PDX = (address: number): number => (address >>> 22) & 0x3ff;
export const PTX = (address: number): number => (address >>> 12) & 0x3ff;
/** Page number of an address; not masked, as in the original. */
export const PGNUM = (address: number): number => address >>> 12;
/** The address in an entry. */
export const PTE_ADDR = (entry: number): number => (entry & ~0xfff) >>> 0;
export const ROUNDDOWN = (address: number, unit: number): number => Math.floor(address / unit) * unit;
export const ROUNDUP = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit;
