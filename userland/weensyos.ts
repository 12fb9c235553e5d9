/** The system calls of WeensyOS, for programs. */
import { type Operation, systemCall } from '../hardware/operation.ts';
import * as abi from '../kernel/weensyos/abi.ts';

/** Returns the pid of the caller. Never fails. */
export const getpid = (): Operation => systemCall(abi.SYSCALL_GETPID);

/** Lets the next runnable process run, in order of pids; returns 0 when it is the caller's turn again. Never fails. */
export const schedYield = (): Operation => systemCall(abi.SYSCALL_YIELD);

/**
 * Maps a fresh page of zeros at `va`, writable, in place of whatever page was mapped there, which loses its reference.
 * Returns 0; or -1, with memory unchanged, if
 *  - `va` is not the start of a page,
 *  - `va` is below PROC_START_ADDR (0x100000) or not below MEMSIZE_VIRTUAL (0x300000),
 *  - no physical page is free for it, or for the page table that it needs.
 */
export const pageAlloc = (va: number): Operation => systemCall(abi.SYSCALL_PAGE_ALLOC, va);

/**
 * Makes a copy of the caller: same registers, a copy of each writable page, read-only pages shared. Returns the child's pid
 * to the caller, 0 to the child; or -1, with no process made and memory unchanged, if
 *  - all process slots are taken,
 *  - physical memory does not suffice for the child's pages and page tables.
 */
export const fork = (): Operation => systemCall(abi.SYSCALL_FORK);

/** Ends the caller and gives back its memory and its pid. Does not return, and cannot fail. */
export const exit = (): Operation => systemCall(abi.SYSCALL_EXIT);

/** Stops the whole kernel with the string that ends with a zero byte at `va`, or with none if `va` is 0. Does not return. */
export const panic = (va: number): Operation => systemCall(abi.SYSCALL_PANIC, va);
