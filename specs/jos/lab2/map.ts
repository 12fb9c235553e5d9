/** What the page tables in memory map, read from its words: no MMU, no TLB, no A and D bits. */
import { register } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';

const { KERNBASE, PGSIZE, PTE_ADDR, PTE_P, PTE_PS, PTE_U, PTE_W, PTSIZE } = memlayout;

/** Receives the page at `address`: the physical address that it maps to, -1 for none, and its rights. */
export type Visitor = (address: number, target: number, rights: number) => void;

const RIGHTS = PTE_W | PTE_U;

/** Visits each page from `start` up to `end`, whole pages, upwards; `end` may be 2^32. */
export const visitPages = (kernel: JosKernel, start: number, end: number, visit: Visitor): void => {
  const { memory, cpu } = kernel.machine;
  const { words, ramPages } = memory;
  const large = (cpu.control(register.CR4) & register.CR4_PSE) !== 0;
  const directory = (kernel.kernPgdir - KERNBASE) / 4;
  for (let address = start; address < end; address += PGSIZE) {
    const above = words[directory + Math.floor(address / PTSIZE)];
    const isLarge = large && (above & PTE_PS) !== 0;
    const table = PTE_ADDR(above);
    if ((above & PTE_P) === 0 || (!isLarge && table >= ramPages * PGSIZE)) visit(address, -1, 0);
    else if (isLarge) visit(address, table + (address % PTSIZE), above & RIGHTS);
    else {
      const entry = words[table / 4 + (Math.floor(address / PGSIZE) & 1023)];
      if (entry & PTE_P) visit(address, PTE_ADDR(entry), above & entry & RIGHTS);
      else visit(address, -1, 0);
    }
  }
};

/** `physical 0x118000, RW/RW`, `nothing`: rights of the kernel and of programs. */
export const describeMapped = (target: number, rights: number): string => {
  if (target < 0) return 'nothing';
  const access = rights & PTE_W ? 'RW' : 'R-';
  return `physical 0x${target.toString(16)}, ${access}/${rights & PTE_U ? access : '--'}`;
};
