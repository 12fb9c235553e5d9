/**
 * What firmware, boot loader and entry.S leave behind: interrupt vectors of real mode at physical address 0, the kernel's image, and the
 * entry page directory, which maps the first 4 MiB at KERNBASE, and read-only at 0.
 *
 *     EXTPHYSMEM +------------------------------+ 0x100000
 *                | kernel text                  |
 *     bootstack  +------------------------------+
 *                | 8 pages of boot stack        |
 *                +------------------------------+
 *                | entry page table             |
 *                | entry page directory         |
 *                +------------------------------+
 *                | variables                    |
 *     end        +------------------------------+
 */
import { type Machine, type Pa, pa, register } from '../../hardware/hardware.ts';
import { CR0_PE, CR0_PG, EXTPHYSMEM, KERNBASE, KSTKSIZE, NPTENTRIES, PDX, PGSIZE, PTE_P, PTE_W } from './memlayout.ts';

/** Where the parts of a kernel's image lie in physical memory. */
export interface ImagePlaces {
  readonly bootstack: Pa;
  readonly pagetable: Pa;
  readonly pgdir: Pa;
  readonly variables: Pa;
  /** The first byte after it, as a virtual address. */
  readonly end: number;
}

/** The parts of the image that ends at virtual address `end`, which is the first byte after it: variables lie in the page before that. */
export const placesOf = (end: number): ImagePlaces => {
  const variables = Math.floor((end - 1 - KERNBASE) / PGSIZE) * PGSIZE;
  const pgdir = variables - PGSIZE;
  const pagetable = pgdir - PGSIZE;
  const bootstack = pagetable - KSTKSIZE;
  return { bootstack: pa(bootstack), pagetable: pa(pagetable), pgdir: pa(pgdir), variables: pa(variables), end };
};

/**
 * The firmware's table of interrupt vectors for real mode: 256 far pointers, segment in the high half (Intel SDM vol. 3, 20.1.4). Those
 * of PCs start out at a handler that does nothing, at f000:ff53; here they all stay there. To a kernel that takes address 0 for a
 * pointer, they look like present entries of a page table.
 */
const REAL_MODE_VECTORS = 256;
const REAL_MODE_HANDLER = 0xf000ff53;

const TEXT_TAG = 0x4a4f;
/** What the word of kernel text at virtual address `address` holds: it says where it belongs. */
export const kernelTextWord = (address: number): number => (TEXT_TAG << 16) | ((address >>> 2) & 0xffff);

/** Loads the kernel that ends at `end` into `machine`, and turns paging on; ends on the entry page directory. */
export const enter = (machine: Machine, end: number): void => {
  const { memory, cpu, entry } = machine;
  const { bootstack, pagetable, pgdir, variables } = placesOf(end);
  for (let vector = 0; vector < REAL_MODE_VECTORS; vector++) memory.store(vector, REAL_MODE_HANDLER);
  for (let at: number = EXTPHYSMEM; at < bootstack; at += 4) memory.store(at >> 2, kernelTextWord(KERNBASE + at));
  for (let at: number = bootstack; at < variables + PGSIZE; at += PGSIZE) memory.fillPage(at / PGSIZE, 0);
  for (let i = 0; i < NPTENTRIES; i++) memory.store((pagetable >> 2) + i, (i * PGSIZE) | PTE_P | PTE_W);
  memory.store(pgdir >> 2, pagetable | PTE_P);
  memory.store((pgdir >> 2) + PDX(KERNBASE), pagetable | PTE_P | PTE_W);
  cpu.reset();
  cpu.setControl(register.CR0, CR0_PE | CR0_PG | register.CR0_WP);
  cpu.setControl(register.KERNEL_STACK, KERNBASE + bootstack + KSTKSIZE);
  cpu.setControl(register.LSTAR, KERNBASE + EXTPHYSMEM);
  machine.timer.disarm();
  entry.loadRoot(pgdir);
};
