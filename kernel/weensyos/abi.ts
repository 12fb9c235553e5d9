/** What WeensyOS and its programs agree on: system-call numbers, error values and the map of virtual memory. */
export const SYSCALL_GETPID = 1;
export const SYSCALL_YIELD = 2;
export const SYSCALL_PANIC = 3;
export const SYSCALL_PAGE_ALLOC = 4;
export const SYSCALL_FORK = 5;
export const SYSCALL_EXIT = 6;

/** What `page_alloc` and `fork` return when they fail. */
export const E_FAILED = -1;

/**
 * Virtual memory of a process:
 *
 *     000000         0b8000    100000                                    2ff000  300000
 *     +--------------+---+------+-------------+------------+--------------+-------+
 *     | kernel only  | C |kernel| image       | heap ...   |              | stack |
 *     +--------------+---+------+-------------+------------+--------------+-------+
 *                    console: every program may write it
 */
export const PROC_START_ADDR = 0x100000;
export const MEMSIZE_VIRTUAL = 0x300000;
/** Size of the region that the programs of the four allocators are linked in, one after the other. */
export const PROC_SIZE = 0x40000;
export const CONSOLE_ADDR = 0xb8000;
export const PAGESIZE = 4096;
/** The only page of stack: at the top of virtual memory. */
export const STACK_PAGE = MEMSIZE_VIRTUAL - PAGESIZE;

/** Largest number of process slots, and how many there are unless a boot says otherwise; slot 0 is never used. */
export const MOST_SLOTS = 30;
export const NPROC = 16;

/** The system calls by number. */
export const SYSCALL_NAMES: Readonly<Record<number, string>> = {
  [SYSCALL_GETPID]: 'getpid',
  [SYSCALL_YIELD]: 'yield',
  [SYSCALL_PANIC]: 'panic',
  [SYSCALL_PAGE_ALLOC]: 'page_alloc',
  [SYSCALL_FORK]: 'fork',
  [SYSCALL_EXIT]: 'exit',
};
