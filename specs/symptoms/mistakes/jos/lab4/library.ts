/** Mistakes of the library of programs: fork, the page-fault handler, messages. */
import type { Mistake } from '../../mistake.ts';
import { FORKING, failing, ofLibrary, told } from './grades.ts';

export const OF_LIBRARIES: readonly Mistake[] = [
  ofLibrary(
    'lib-04',
    { 'no upcall': 4, 'page missing': 0.6, ...failing(...FORKING) },
    'It is the child that dies, at an address of its stack (0xeebfd…), with its first write after fork. If it is the parent, the handler was set too late.',
  ),
  told(
    'no exception stack in the child',
    'fork does not allocate the exception stack of the child',
    'The stack on which page faults are handled must not be copy-on-write, and so fork leaves it out of the loop; it must allocate a fresh page for it.',
    { 'exception stack missing': 4, ...failing(...FORKING) },
    'user_mem_check complains of an address just below 0xeec00000, of the child.',
    'library',
  ),
  ofLibrary(
    'lib-05',
    { 'page missing': 1.6, 'null fault': 1, 'fork failed': 0.8, ...failing(...FORKING) },
    'The address in the message is mapped in the parent: ringfence walk shows both.',
  ),
  ofLibrary(
    'lib-02',
    { 'program panic': 0.8, 'null fault': 0.6, 'fork failed': 0.5, ...failing('forktree', 'primes') },
    'Names and numbers that programs print are those of another: 1002 says "I am" with the string of its sibling.',
  ),
  ofLibrary(
    'lib-10',
    { 'fork failed': 3, 'page missing': 0.5, ...failing(...FORKING) },
    'The panic comes from fork.c or pgfault.c and ends with an error: invalid parameter means an address that is not aligned or rights that are not there.',
  ),
  ofLibrary(
    'lib-13',
    { 'message failed': 3.5, ...failing('sendpage', 'pingpong', 'primes') },
    'The error in the panic is "env is not recving", or -7.',
  ),
];
