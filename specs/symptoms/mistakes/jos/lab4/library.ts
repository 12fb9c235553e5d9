/** Mistakes of the library of programs: fork, the page-fault handler, messages. */
import type { Mistake } from '../../mistake.ts';
import { FORKING, failing, told } from './told.ts';

export const OF_LIBRARIES: readonly Mistake[] = [
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
