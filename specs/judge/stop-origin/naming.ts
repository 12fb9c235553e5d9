/** What a word of memory is, in words: as the kernel's sources call it, or by its address. */
import type { Pa } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';

/** In hex; words are signed in memory, and have no sign for people. What is below any word keeps it. */
export const hex = (value: number): string =>
  value < -(2 ** 31) ? `-0x${(-value).toString(16)}` : `0x${(value < 0 ? value >>> 0 : value).toString(16)}`;

/** `page_free_list`, `ptable[3].pagetable`; where nothing has a name, `the word at 0x5008`. */
export const nameOfWord = (view: KernelView, address: Pa): string =>
  view.nameOfWord?.(address) ?? `the word at ${hex(address)}`;
