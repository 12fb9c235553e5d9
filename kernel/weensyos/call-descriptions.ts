/** The system calls of WeensyOS as they describe themselves; what each does stands on its wrapper in userland/weensyos.ts. */
import { va } from '../../hardware/hardware.ts';
import type { CallDescription } from '../call-description.ts';
import * as abi from './abi.ts';

export const WEENSYOS_CALLS: readonly CallDescription[] = [
  { name: 'getpid', number: abi.SYSCALL_GETPID, arguments: [], results: [{ value: 'any above 0', when: 'always' }] },
  { name: 'yield', number: abi.SYSCALL_YIELD, arguments: [], results: [{ value: 0, when: 'it is its turn again' }] },
  {
    name: 'panic',
    number: abi.SYSCALL_PANIC,
    arguments: [{ name: 'message', domain: 'address' }],
    results: [],
    fate: 'stops the machine',
  },
  {
    name: 'page_alloc',
    number: abi.SYSCALL_PAGE_ALLOC,
    arguments: [{ name: 'va', domain: 'page' }],
    results: [
      { value: 0, when: 'a fresh page is mapped at va' },
      { value: abi.E_FAILED, when: 'va is no page of a program, or memory is used up' },
    ],
    fresh: ([address]) => va(address),
  },
  {
    name: 'fork',
    number: abi.SYSCALL_FORK,
    arguments: [],
    results: [
      { value: 'any above 0', when: 'there is a child, of that pid' },
      { value: 0, when: 'the caller is the child' },
      { value: abi.E_FAILED, when: 'all slots are taken, or memory is used up' },
    ],
    fate: 'forks',
  },
  { name: 'exit', number: abi.SYSCALL_EXIT, arguments: [], results: [], fate: 'ends' },
];
