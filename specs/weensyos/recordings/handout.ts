/** What the handout of WeensyOS asks of a line of a recording, and what it leaves open: told where a kernel parts from the model. */

/** By the letter of an entry into the kernel. */
const CALLS: Readonly<Record<string, string>> = {
  G: 'sys_getpid returns the pid of the caller, which goes on; no page changes',
  Y: 'sys_yield runs the next runnable process after the caller, in order of pids; no page changes',
  P: 'sys_panic stops the machine',
  A: 'sys_page_alloc maps one fresh page of zeros and returns 0, or -1 with nothing taken: no page is free, or it is no page from 0x100000 to 0x300000. A page that was there loses its reference. Which page is taken is left open',
  F: "sys_fork takes a free slot, gives the child its own tables and copies of writable pages, shares the rest (step 6), and returns the child's pid; or -1 with nothing taken (step 7). Which slot and pages is left open",
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
