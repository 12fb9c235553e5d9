/**
 * What JOS and its programs agree on, beside the address map (memlayout.ts): system calls, errors, environments as programs read them at
 * UENVS, and the frame that a page-fault upcall finds on its stack. Names and numbers are those of the headers in inc/.
 */
export {
  KERNBASE,
  NPTENTRIES,
  PDX,
  PGNUM,
  PGSIZE,
  PTE_ADDR,
  PTE_P,
  PTE_PS,
  PTE_U,
  PTE_W,
  PTSIZE,
  PTX,
  ROUNDDOWN,
  ROUNDUP,
  UENVS,
  ULIM,
  UPAGES,
  USTACKTOP,
  UTEMP,
  UTEXT,
  UTOP,
  UVPT,
  UXSTACKTOP,
} from './memlayout.ts';

// System calls (inc/syscall.h)
export const SYS_CPUTS = 0;
export const SYS_CGETC = 1;
export const SYS_GETENVID = 2;
export const SYS_ENV_DESTROY = 3;
export const SYS_PAGE_ALLOC = 4;
export const SYS_PAGE_MAP = 5;
export const SYS_PAGE_UNMAP = 6;
export const SYS_EXOFORK = 7;
export const SYS_ENV_SET_STATUS = 8;
export const SYS_ENV_SET_PGFAULT_UPCALL = 9;
export const SYS_YIELD = 10;
export const SYS_IPC_TRY_SEND = 11;
export const SYS_IPC_RECV = 12;

/** The system calls by number. */
export const SYSCALL_NAMES: readonly string[] = [
  'sys_cputs',
  'sys_cgetc',
  'sys_getenvid',
  'sys_env_destroy',
  'sys_page_alloc',
  'sys_page_map',
  'sys_page_unmap',
  'sys_exofork',
  'sys_env_set_status',
  'sys_env_set_pgfault_upcall',
  'sys_yield',
  'sys_ipc_try_send',
  'sys_ipc_recv',
];

// Errors (inc/error.h); system calls return them negative.
export { E_NO_MEM } from './memlayout.ts';
export const E_UNSPECIFIED = 1;
/** There is no such environment, or the caller may not touch it. */
export const E_BAD_ENV = 2;
export const E_INVAL = 3;
export const E_NO_FREE_ENV = 5;
export const E_FAULT = 6;
/** The environment is not waiting for a message. */
export const E_IPC_NOT_RECV = 7;

const ERROR_NAMES: readonly string[] = [
  'success',
  'unspecified error',
  'bad environment',
  'invalid parameter',
  'out of memory',
  'out of environments',
  'segmentation fault',
  'environment is not receiving',
];
/** The error that a system call returned as `code`, in words. */
export const describeError = (code: number): string => ERROR_NAMES[-code] ?? `error ${-code}`;

/** Entry bits that the hardware leaves to software; and the one that marks a page to be copied before it is written. */
export const PTE_AVAIL = 0xe00;
export const PTE_COW = 0x800;
/** The bits that programs may ask for. */
export const PTE_SYSCALL = PTE_AVAIL | 0x007;

/** Where the page tables of the running environment are read: entry N of an array of them all, and the page directory. */
export const UVPD = 0xef7bd000;
/** A page that programs map for a moment, to fill it before it goes where it belongs. */
export const PFTEMP = 0x007ff000;

// Environments (inc/env.h)
export const NENV = 1024;
/** Index of an environment in the table. */
export const ENVX = (id: number): number => id & (NENV - 1);

export const ENV_FREE = 0;
export const ENV_DYING = 1;
export const ENV_RUNNABLE = 2;
export const ENV_RUNNING = 3;
export const ENV_NOT_RUNNABLE = 4;

/**
 * struct Env, byte offsets:
 *
 *      0                68     72   76          80     84       88     92       96      100
 *     +----------------+------+----+-----------+------+--------+------+--------+-------+----------------+
 *     | saved registers| link | id | parent id | type | status | runs | cpunum | pgdir | pgfault upcall |
 *     +----------------+------+----+-----------+------+--------+------+--------+-------+----------------+
 *     104             108     112     116    120    124
 *     +--------------+-------+-------+------+------+
 *     | ipc_recving  | dstva | value | from | perm |
 *     +--------------+-------+-------+------+------+
 */
export const ENV_TF = 0;
export const ENV_LINK = 68;
export const ENV_ID = 72;
export const ENV_PARENT_ID = 76;
export const ENV_STATUS = 84;
export const ENV_RUNS = 88;
export const ENV_PGDIR = 96;
export const ENV_PGFAULT_UPCALL = 100;
export const ENV_IPC_RECVING = 104;
export const ENV_IPC_DSTVA = 108;
export const ENV_IPC_VALUE = 112;
export const ENV_IPC_FROM = 116;
export const ENV_IPC_PERM = 120;
export const ENV_BYTES = 124;

/** What inc/env.h calls them, from below. */
const ENV_FIELDS: readonly (readonly [offset: number, name: string])[] = [
  ...([
    [ENV_TF, 'env_tf'],
    [ENV_LINK, 'env_link'],
    [ENV_ID, 'env_id'],
    [ENV_PARENT_ID, 'env_parent_id'],
  ] as const),
  ...([
    [ENV_STATUS, 'env_status'],
    [ENV_RUNS, 'env_runs'],
    [ENV_PGDIR, 'env_pgdir'],
  ] as const),
  ...([
    [ENV_PGFAULT_UPCALL, 'env_pgfault_upcall'],
    [ENV_IPC_RECVING, 'env_ipc_recving'],
  ] as const),
  ...([
    [ENV_IPC_DSTVA, 'env_ipc_dstva'],
    [ENV_IPC_VALUE, 'env_ipc_value'],
  ] as const),
  ...([
    [ENV_IPC_FROM, 'env_ipc_from'],
    [ENV_IPC_PERM, 'env_ipc_perm'],
  ] as const),
];

/** The field that the byte at `offset` of a descriptor belongs to. */
export const envFieldAt = (offset: number): string =>
  ENV_FIELDS.findLast(([start]) => start <= offset)?.[1] ?? 'env_tf';

/**
 * struct UTrapframe, byte offsets: what the kernel pushes on the exception stack before it starts a page-fault upcall.
 *
 *      0          4     8                        40    44       48    52
 *     +----------+-----+------------------------+-----+--------+-----+
 *     | fault_va | err | edi … eax, as in a trap | eip | eflags | esp |
 *     +----------+-----+------------------------+-----+--------+-----+
 */
export const UTF_FAULT_VA = 0;
export const UTF_ERR = 4;
export const UTF_REGS = 8;
export const UTF_EIP = 40;
export const UTF_EFLAGS = 44;
export const UTF_ESP = 48;
export const UTF_BYTES = 52;

/** Error codes of page faults: the page was present; a write; from user mode (inc/mmu.h). */
export const FEC_PR = 1;
export const FEC_WR = 2;
export const FEC_U = 4;
