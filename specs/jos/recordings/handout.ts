/** What the labs of JOS ask of a line of a recording, and what they leave open: told where a kernel parts from the model. */

/** By the name of a function of lab 2 or of a system call. */
const ASKED: Readonly<Record<string, string>> = {
  boot_alloc:
    'gives the bytes after the kernel, rounded up to a page, and nothing for 0, which asks where the next would be',
  page_alloc:
    'takes a page off the free list, clears its pp_link and leaves its count at 0; the page is zeroed if ALLOC_ZERO asks for it. NULL where none is left. Which page is taken is left open',
  page_free: 'puts a page back whose count is 0 and whose pp_link is NULL, and panics for others',
  pgdir_walk:
    'gives the address of the entry; where there is no page table, NULL, or if it may create one, that of a new one: zeroed, with a count of 1, and an entry in the directory that allows everything',
  boot_map_region: 'maps all of the size, page by page, with the permissions and PTE_P, and changes no count',
  boot_map_region_large:
    'maps all of the size in pages of 4 MiB, with the permissions, PTE_P and PTE_PS, and changes no count',
  page_insert:
    'maps the page with the permissions and PTE_P, counts it once more, and gives up what was mapped there before, with the TLB told. The same page at the same address keeps its count; -E_NO_MEM, with nothing changed, where there is no page for a page table',
  page_lookup: 'gives the page that is mapped there, and stores where its entry is; NULL if none is',
  page_remove:
    'clears the entry, drops a reference, frees the page with the last, and tells the TLB; nothing where nothing is mapped',
  sys_cputs: 'writes the text, and ends a caller that may not read it',
  sys_cgetc: 'returns a key that was typed, or 0',
  sys_getenvid: 'returns the id of the caller',
  sys_env_destroy:
    'ends the environment and gives back all its memory; -E_BAD_ENV for one that is neither the caller nor its child',
  sys_page_alloc:
    'maps a fresh page of zeros in place of what was there, and returns 0; else -E_BAD_ENV, -E_INVAL or -E_NO_MEM, and the page is given back',
  sys_page_map:
    'maps the same page there also, and counts it; -E_INVAL for addresses that are no page below UTOP, for rights that the source does not have, and where the source maps nothing',
  sys_page_unmap: 'unmaps the page, and succeeds where there is none',
  sys_exofork:
    'makes a child that is not runnable, with the registers of the caller and an empty address space; it returns its id, and 0 to the child',
  sys_env_set_status: 'sets ENV_RUNNABLE or ENV_NOT_RUNNABLE, and refuses all else with -E_INVAL',
  sys_env_set_pgfault_upcall: 'sets where page faults of the environment go, and returns 0',
  sys_yield: 'runs the next environment that can run, in order of the table after the caller, which comes last itself',
  sys_ipc_try_send:
    'fails with -E_IPC_NOT_RECV unless the receiver waits; else it gives it the value and, where both want that, the page, and makes it runnable with a result of 0',
  sys_ipc_recv: 'waits for a message, not runnable until one comes; -E_INVAL for an address below UTOP that is no page',
  tick: 'runs the next environment that can run, in order of the table after the one that was interrupted',
};

/** What is asked where `line` stands in a recording of calls, or of events; null where that is no call that a lab asks for. */
export const askedOfJos = (line: string | undefined): string | null => {
  const [, name = ''] = /^(?:T|R \d+|\d+ \S+) (\w+)/.exec(line ?? '') ?? [];
  return Object.hasOwn(ASKED, name) ? `${name} ${ASKED[name]}` : null;
};
