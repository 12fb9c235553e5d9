/** What the handout of WeensyOS asks of a line of a recording, and what it leaves open: told where a kernel parts from the model. */

/** By the letter of an entry into the kernel. */
const CALLS: Readonly<Record<string, string>> = {
  G: 'sys_getpid returns the pid of the caller, which goes on; no page changes',
  Y: 'sys_yield runs the next runnable process after the caller, in order of pids; no page changes',
  P: 'sys_panic stops the machine',
  A: 'sys_page_alloc maps one fresh page of zeros and returns 0, a page table more where one is missing; in place of a page that was there, which loses its reference. For what is no page of a program from 0x100000 to 0x300000, and where no page is free, it returns -1 and takes nothing. The caller goes on. Which pages are taken is left open',
  F: 'sys_fork takes a free slot, gives the child tables of its own and a copy of each page that the parent may write, and shares the rest (step 6); it returns the pid of the child, and 0 to the child. Where slots or pages run out it returns -1 and leaves nothing taken (step 7). The parent goes on. Which slot and which pages are taken is left open',
  E: 'sys_exit gives back the slot, every page that nobody else uses, and every page table, the root too (step 7); the next runnable process runs',
  T: 'a timer interrupt runs the next runnable process after the one that it interrupted, in order of pids; no page changes',
};
const SETUP =
  'process_setup gives each process tables of its own and pages for its segments and its stack, of which text may be read only (step 6). Which pages are taken is left open';

/** What is asked where `line` stands in a recording; null where that is no entry into the kernel and no setup. */
export const askedOf = (line: string | undefined): string | null => {
  if (line?.startsWith('I ')) return SETUP;
  const [, letter] = /^\d+ \d+ (\S)/.exec(line ?? '') ?? [];
  return letter === undefined ? null : (CALLS[letter] ?? null);
};
