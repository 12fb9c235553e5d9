/** Where the memory of programs that try a library lies: by its address alone it is known what a page is meant for. */
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';

const { PGSIZE, PTSIZE, ROUNDDOWN, USTACKTOP, UTEMP, UTEXT, UXSTACKTOP } = memlayout;

/** Of the first program from the start: a word of its stack, and its page of bss. */
export const STACK = USTACKTOP - PGSIZE;
export const BSS = UTEXT + PGSIZE;
/** Pages that programs make, to be written by themselves alone: of the first page table, and the first and the last of others. */
export const PRIVATE: readonly number[] = [0xa00000, 0x10000000, 0x103ff000, 0x10400000, 0x7ffff000];
/** Pages that are written once, and then only read. */
export const READ_ONLY: readonly number[] = [0xb00000, 0x20000000];
/** Where a page is that goes along with a message: at its sender, who has it no longer afterwards, and at its receiver. */
export const SENT = 0xc00000;
export const GOT = 0x30000000;
/** Where the program's own handler makes a page. */
export const HANDLED = 0xd00000;
/** Where no page ever is. */
export const NOWHERE = 0x50000000;
export const EXCEPTION_STACK = UXSTACKTOP - PGSIZE;
export const { PFTEMP } = josAbi;

const PASSED: readonly number[] = [SENT, GOT];

/**
 * `private`: whoever has it may write it, and nobody else sees what is written; `read-only`: nobody may write it; `passed`: it came or goes with a
 * message; `temporary`: the library's, for the time of a call; or the `exception stack`.
 */
export type Intent = 'private' | 'read-only' | 'passed' | 'temporary' | 'exception stack';

/** What the page of `va`, below UTOP, is meant for. */
export const intentOf = (va: number): Intent => {
  const page = ROUNDDOWN(va, PGSIZE);
  if (page === EXCEPTION_STACK) return 'exception stack';
  if (page >= UTEMP && page < UTEMP + PTSIZE) return 'temporary';
  if (READ_ONLY.includes(page)) return 'read-only';
  return PASSED.includes(page) ? 'passed' : 'private';
};
