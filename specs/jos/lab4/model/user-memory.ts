/** What a program may use, by the page tables as they lie in memory; and the bytes that it would find there. */
import { memlayout } from '../../../../kernel/kernel.ts';

const { PDX, PGSIZE, PTE_ADDR, PTE_P, PTE_U, PTX, ROUNDDOWN, ULIM } = memlayout;
const PAGE_WORDS = PGSIZE / 4;

/**
 * The first of `bytes` bytes from `address` on that a program with the directory in page `root` may not use with all of `perm`; -1 if it
 * may use them all. `words` are those of memory.
 */
export const firstForbidden = (
  words: Int32Array,
  root: number,
  address: number,
  bytes: number,
  perm: number,
): number => {
  const needed = perm | PTE_P | PTE_U;
  for (let page = ROUNDDOWN(address, PGSIZE); page < address + bytes; page += PGSIZE)
    if (page >= ULIM || (entryOf(words, root, page) & needed) !== needed) return Math.max(page, address);
  return -1;
};

/** The page table's entry for `address` under the directory in page `root`; 0 without a table. */
const entryOf = (words: Int32Array, root: number, address: number): number => {
  const above = words[root * PAGE_WORDS + PDX(address)];
  return (above & PTE_P) === 0 ? 0 : (words[PTE_ADDR(above) / 4 + PTX(address)] ?? 0);
};

/** The byte at `address`, which must be mapped, as a program under `root` reads it. */
export const byteAt = (words: Int32Array, root: number, address: number): number => {
  const at = PTE_ADDR(entryOf(words, root, address)) + (address % PGSIZE);
  return (words[at >> 2] >>> ((at & 3) * 8)) & 0xff;
};

/** The word at `address`, at any alignment. */
export const wordAt = (words: Int32Array, root: number, address: number): number =>
  [3, 2, 1, 0].reduce((word, i) => ((word << 8) | byteAt(words, root, address + i)) >>> 0, 0);
