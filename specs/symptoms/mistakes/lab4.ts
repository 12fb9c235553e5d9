/** Mistakes of JOS's later labs: of the kernel with environments, and of the library of programs. */
import type { Mistake } from './mistake.ts';

type Leaves = Mistake['leaves'];

/** What the official grading says of a kernel with the mistake: each of these programs fails, and no other. */
const failing = (...programs: readonly string[]): Leaves =>
  Object.fromEntries(
    GRADED.flatMap((program) =>
      programs.includes(program)
        ? [
            [`${program} fails`, 1],
            [`${program} passes`, -1],
          ]
        : [[`${program} fails`, -0.7]],
    ),
  );

const GRADED = [
  'dumbfork',
  'faultread',
  'faultwrite',
  'faultdie',
  'faultalloc',
  'faultallocbad',
  'faultnostack',
  'faultbadhandler',
  'faultevilhandler',
  'forktree',
  'spin',
  'sendpage',
  'pingpong',
  'primes',
];

const seeded = (number: string, leaves: Leaves, tellApart: string): Mistake => ({
  ...{ bug: `env-${number}`, system: 'JOS', lab: 4, leaves, tellApart },
});

const told = (name: string, title: string, story: string, leaves: Leaves, tellApart: string): Mistake => ({
  ...{ name, title, story, system: 'JOS', lab: 4, leaves, tellApart },
});

const FORKING = ['forktree', 'spin', 'sendpage', 'pingpong', 'primes'];

const OF_KERNELS: readonly Mistake[] = [
  seeded(
    '01',
    { ...failing('faultdie', 'faultalloc', 'faultallocbad', ...FORKING), 'page missing': 0.5 },
    'Everything that reads its own tables through UVPT fails, and dumbfork, which does not, passes.',
  ),
  seeded(
    '04',
    { 'no memory for programs': 2.5, 'out of memory': 1.5 },
    'Count the free pages before and after an environment comes and goes: two or three are missing each time.',
  ),
  seeded(
    '07',
    { ...failing('dumbfork', ...FORKING), 'null fault': 0.5, 'program panic': 0.5 },
    'Read a page right after sys_page_alloc: it must be zero.',
  ),
  seeded(
    '12',
    {
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
    { ...failing('dumbfork', ...FORKING), 'program panic': 0.3 },
    'The child of sys_exofork takes itself for the parent: its eax must be 0.',
  ),
  seeded(
    '14',
    { ...failing('spin') },
    'spin alone fails: a program that never calls the kernel is never interrupted. FL_IF belongs into the eflags of every new environment.',
  ),
  seeded(
    '15',
    { ...failing('dumbfork', 'forktree', 'sendpage', 'pingpong', 'primes') },
    'Two environments are ENV_RUNNING at a time; env_run must make the old one runnable.',
  ),
  seeded(
    '16',
    { ...failing('forktree'), 'no environments': 3 },
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
  seeded('21', { ...failing('forktree'), 'page missing': 0.5 }, 'What the child maps appears in the parent.'),
  seeded(
    '22',
    {
      ...failing('dumbfork', 'faultdie', 'faultalloc', 'faultbadhandler', 'faultevilhandler', ...FORKING),
      'triple fault': 0.5,
    },
    'A program writes into its own page table: compare the page that it got with its directory.',
  ),
  seeded(
    '24',
    { ...failing('dumbfork', ...FORKING), page_free: 1, 'null fault': 0.5 },
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

const OF_LIBRARIES: readonly Mistake[] = [
  told(
    'upcall not set in the child',
    'fork does not set the page-fault upcall of the child',
    'set_pgfault_handler is called once, in the parent. The child inherits its memory and not its descriptor: without sys_env_set_pgfault_upcall its first write to a copy-on-write page ends it.',
    { 'no upcall': 4, 'page missing': 0.6, ...failing(...FORKING) },
    'It is the child that dies, at an address of its stack (0xeebfd…), with its first write after fork. If it is the parent, the handler was set too late.',
  ),
  told(
    'no exception stack in the child',
    'fork does not allocate the exception stack of the child',
    'The stack on which page faults are handled must not be copy-on-write, and so fork leaves it out of the loop; it must allocate a fresh page for it.',
    { 'exception stack missing': 4, ...failing(...FORKING) },
    'user_mem_check complains of an address just below 0xeec00000, of the child.',
  ),
  told(
    'fork leaves pages out',
    'fork does not map all pages of the parent',
    'The loop goes over the pages of one table only, or stops before the stack; or it takes a page for absent because it looks at the table without the directory.',
    { 'page missing': 1.6, 'null fault': 1, 'fork failed': 0.8, ...failing(...FORKING) },
    'The address in the message is mapped in the parent: ringfence walk shows both.',
  ),
  told(
    'duppage in the wrong order',
    'duppage marks the parent copy-on-write before the child, or forgets it',
    'If the parent keeps its right to write, what it writes after fork changes the child; if the child is mapped from a page that the parent wrote to in between, it gets the later contents.',
    { 'program panic': 0.8, 'null fault': 0.6, 'fork failed': 0.5, ...failing('forktree', 'primes') },
    'Names and numbers that programs print are those of another: 1002 says "I am" with the string of its sibling.',
  ),
  told(
    'pgfault maps wrongly',
    'the page-fault handler maps or copies the wrong page',
    'The address of a fault must be rounded down before it is mapped, the copy goes to PFTEMP, and PFTEMP is unmapped in the end. An address inside a page is -E_INVAL.',
    { 'fork failed': 3, 'page missing': 0.5, ...failing(...FORKING) },
    'The panic comes from fork.c or pgfault.c and ends with an error: invalid parameter means an address that is not aligned or rights that are not there.',
  ),
  told(
    'message not waited for',
    'ipc_send gives up where it should try again',
    'A receiver that does not wait yet is no error: the call returns -E_IPC_NOT_RECV, and ipc_send must yield and try again; every other error is a panic.',
    { 'message failed': 3.5, ...failing('sendpage', 'pingpong', 'primes') },
    'The error in the panic is "env is not recving", or -7.',
  ),
];

export const LAB4_MISTAKES: readonly Mistake[] = [...OF_KERNELS, ...OF_LIBRARIES];
