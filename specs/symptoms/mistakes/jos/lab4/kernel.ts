/** Mistakes of kernels with environments. */
import type { Mistake } from '../../mistake.ts';
import { FORKING, failing, seeded, told } from './grades.ts';

export const OF_KERNELS: readonly Mistake[] = [
  seeded(
    '01',
    {
      'kernel part differs': 2.5,
      ...failing('faultdie', 'faultalloc', 'faultallocbad', ...FORKING),
      'page missing': 0.5,
    },
    'Everything that reads its own tables through UVPT fails, and dumbfork, which does not, passes.',
  ),
  seeded(
    '04',
    { 'counted and lost': 2, 'no memory for programs': 2.5, 'out of memory': 1.5 },
    'Count the free pages before and after an environment comes and goes: two or three are missing each time.',
  ),
  seeded(
    '07',
    {
      'page not zero': 4,
      'kernel memory open': 1,
      'page counted too high': 0.5,
      ...failing('dumbfork', ...FORKING),
      'null fault': 0.5,
      'program panic': 0.5,
    },
    'Read a page right after sys_page_alloc: it must be zero.',
  ),
  seeded(
    '12',
    {
      'child too early': 4,
      ...failing('forktree', 'spin', 'primes'),
      'page missing': 1,
      'null fault': 0.8,
      'no upcall': 0.8,
      'exception stack missing': 0.8,
    },
    'sys_exofork must leave the child ENV_NOT_RUNNABLE: the parent says when it may run.',
  ),
  seeded(
    '13',
    { 'fork result': 4, ...failing('dumbfork', ...FORKING), 'program panic': 0.3 },
    'The child of sys_exofork takes itself for the parent: its eax must be 0.',
  ),
  seeded(
    '14',
    { 'environment incomplete': 3, ...failing('spin') },
    'spin alone fails: a program that never calls the kernel is never interrupted. FL_IF belongs into the eflags of every new environment.',
  ),
  seeded(
    '15',
    { 'environments in disorder': 2.5, ...failing('dumbfork', 'forktree', 'sendpage', 'pingpong', 'primes') },
    'Two environments are ENV_RUNNING at a time; env_run must make the old one runnable.',
  ),
  seeded(
    '16',
    { 'environments in disorder': 2.5, ...failing('forktree'), 'no environments': 3 },
    'Ids are never used again: look at env_free for the free list.',
  ),
  seeded(
    '18',
    { ...failing('pingpong', 'primes'), 'message failed': 1 },
    'The first message arrives and later ones are mixed up: env_ipc_recving must be cleared when one has come.',
  ),
  seeded(
    '20',
    {
      ...failing('faultallocbad', 'faultnostack', 'faultbadhandler', 'faultevilhandler'),
      'kernel user fault': 3.5,
      'kernel null fault': 1.5,
      'kernel page fault': 1.5,
    },
    'The kernel follows a pointer of a program: user_mem_assert belongs before it, in sys_cputs and in page_fault_handler.',
  ),
  seeded(
    '21',
    { 'table shared': 3.5, 'table counted too low': 1, ...failing('forktree'), 'page missing': 0.5 },
    'What the child maps appears in the parent.',
  ),
  seeded(
    '22',
    {
      'kernel memory open': 3,
      ...failing('dumbfork', 'faultdie', 'faultalloc', 'faultbadhandler', 'faultevilhandler', ...FORKING),
      'triple fault': 0.5,
    },
    'A program writes into its own page table: compare the page that it got with its directory.',
  ),
  seeded(
    '24',
    { 'free page mapped': 3, ...failing('dumbfork', ...FORKING), page_free: 1, 'null fault': 0.5 },
    'A page is freed when the first of two mappings goes: page_remove must go by page_decref.',
  ),
  told(
    'gate for the kernel alone',
    'the gate of system calls or breakpoints is closed to programs',
    'SETGATE takes a level as its last argument, and all gates were written alike, with 0. The first int $0x30 of a program is a general protection fault, whose error code names the gate.',
    { 'gate closed': 5, 'triple fault': 0.3 },
    'The error code in the trap frame is the vector times 8, plus 2: 0x182 is 0x30.',
  ),
  told(
    'kernel stack overrun',
    'the kernel runs beyond its stack',
    'The stack has 32 KiB and a guard below it. An endless recursion, often a fault in the handler of faults, or an array on the stack that is too large, reaches the guard; a fault there cannot be pushed, and the next is a triple fault.',
    { 'double fault': 3, 'triple fault': 0.8, 'fault in the guard': 4, 'kernel page fault': 0.5 },
    'cr2 is just below a stack: 0xefff7ffc, or 0xefbf7ffc in the layout of SJTU.',
  ),
  told(
    'wrong tables in force',
    'CR3 gets a kernel address, or a directory without the kernel in it',
    'lcr3 wants a physical address, and env_pgdir is a kernel address; or the new directory was not copied from kern_pgdir. The next instruction cannot be fetched, nor the handler of that fault.',
    {
      'triple fault': 1.6,
      'execution outside of memory': 3,
      'boots again': 1,
      'stops without a word': 0.8,
      'stops in F': -2,
      'stops in A': -2,
      'stops in P': -2,
      'stops in K': -2,
    },
    'CR3 in the register dump is no physical address (0xf…), or the page there is zero above 0xf0000000.',
  ),
  told(
    'scheduler finds nobody',
    'the scheduler misses the environment that could run',
    'sched_yield begins behind the current environment, goes around once, and may go on with the current one itself if that is still running. Without the last step a lone program is never resumed.',
    { 'nothing runs': 0.8 },
    'The line comes while a program was in the middle of its work, with [0000….] free env not yet printed for it.',
  ),
  told(
    'lock not balanced',
    'the lock of the kernel is taken twice, or given back twice',
    'trap takes it for traps from programs only, and env_run gives it back just before it returns to one. Another place in between, or a return that avoids env_run, and the balance is lost.',
    { lock: 5 },
    'Print the processor at each lock_kernel and unlock_kernel.',
  ),
  told(
    'trap without handler',
    'a gate is missing, or trap_dispatch has no case for it',
    'Each vector has a line in trapentry.S, a SETGATE in trap_init and a case in trap_dispatch; one of the three was forgotten, or TRAPHANDLER was used where the processor pushes no error code.',
    { 'no trap handler': 4, 'trap frame': 0.3 },
    'The trap number in the frame says which. If it makes no sense the frame is off by one word: TRAPHANDLER and TRAPHANDLER_NOEC are mixed up.',
  ),
];
