/** What the page tables in memory map, read from its words: no MMU, no TLB, no A and D bits. */
import { PTE_FLAGS, register } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';

const { KERNBASE, PDX, PGSIZE, PTE_ADDR, PTE_P, PTE_PS, PTE_U, PTE_W, PTSIZE, PTX } = memlayout;

/** Receives the page at `address`: the physical address that it maps to, -1 for none, and its rights. */
export type Visitor = (address: number, target: number, rights: number) => void;

const RIGHTS = PTE_W | PTE_U;

/** Visits each page from `start` up to `end`, whole pages, upwards; `end` may be 2^32. */
export const visitPages = (
  kernel: Pick<JosKernel, 'machine' | 'kernPgdir'>,
  start: number,
  end: number,
  visit: Visitor,
): void => {
  for (let from = start; from < end; ) {
    const next = Math.min(end, (Math.floor(from / PTSIZE) + 1) * PTSIZE);
    visitTable(kernel, from, next, visit);
    from = next;
  }
};

/** The same for pages that one entry of the directory covers. */
const visitTable = (
  { machine, kernPgdir }: Pick<JosKernel, 'machine' | 'kernPgdir'>,
  start: number,
  end: number,
  visit: Visitor,
): void => {
  const { words, ramPages } = machine.memory;
  const large = (machine.cpu.control(register.CR4) & register.CR4_PSE) !== 0;
  const above = words[(kernPgdir - KERNBASE) / 4 + PDX(start)];
  const base = PTE_ADDR(above);
  const isLarge = large && (above & PTE_PS) !== 0;
  const isThere = (above & PTE_P) !== 0 && (isLarge || base < ramPages * PGSIZE);
  for (let address = start, at = base / 4 + PTX(start); address < end; address += PGSIZE, at++) {
    const entry = isThere && !isLarge ? words[at] : 0;
    if (isThere && isLarge) visit(address, base + (address % PTSIZE), above & RIGHTS);
    else if (entry & PTE_P) visit(address, (entry & ~PTE_FLAGS) >>> 0, above & entry & RIGHTS);
    else visit(address, -1, 0);
  }
};

/** `physical 0x118000, RW/RW`, `nothing`: rights of the kernel and of programs. */
export const describeMapped = (target: number, rights: number): string => {
  if (target < 0) return 'nothing';
  const access = rights & PTE_W ? 'RW' : 'R-';
  return `physical 0x${target.toString(16)}, ${access}/${rights & PTE_U ? access : '--'}`;
};
