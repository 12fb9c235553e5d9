/** The system calls of JOS as they describe themselves; what each does stands on its wrapper in userland/jos/syscall.ts. */
import type { Argument, CallDescription, Result } from '../call-description.ts';
import * as abi from './abi.ts';

const argument = (name: string, domain: Argument['domain']): Argument => ({ name, domain });
const ENV = argument('envid', 'id');
const VA = argument('va', 'page');
const PERM = argument('perm', 'permissions');

const DONE: Result = { value: 0, when: 'it is done' };
const BAD_ENV: Result = { value: -abi.E_BAD_ENV, when: 'there is no such environment, or the caller may not touch it' };
const INVALID: Result = {
  value: -abi.E_INVAL,
  when: 'an address or permission makes no sense, or is not the caller’s',
};
const NO_MEMORY: Result = { value: -abi.E_NO_MEM, when: 'memory is used up' };

const call = (
  number: number,
  args: readonly Argument[],
  results: readonly Result[],
  more: Partial<CallDescription> = {},
): CallDescription => ({ name: abi.SYSCALL_NAMES[number], number, arguments: args, results, ...more });

export const JOS_CALLS: readonly CallDescription[] = [
  call(abi.SYS_CPUTS, [argument('s', 'address'), argument('len', 'length')], [DONE]),
  call(abi.SYS_CGETC, [], [{ value: 'any', when: 'a key was typed, or none and it is 0' }]),
  call(abi.SYS_GETENVID, [], [{ value: 'any above 0', when: 'always' }]),
  call(abi.SYS_ENV_DESTROY, [ENV], [DONE, BAD_ENV]),
  call(abi.SYS_PAGE_ALLOC, [ENV, VA, PERM], [DONE, BAD_ENV, INVALID, NO_MEMORY]),
  call(
    abi.SYS_PAGE_MAP,
    [
      argument('srcenvid', 'id'),
      argument('srcva', 'page'),
      argument('dstenvid', 'id'),
      argument('dstva', 'page'),
      PERM,
    ],
    [DONE, BAD_ENV, INVALID, NO_MEMORY],
  ),
  call(abi.SYS_PAGE_UNMAP, [ENV, VA], [DONE, BAD_ENV, INVALID]),
  call(
    abi.SYS_EXOFORK,
    [],
    [
      { value: 'any above 0', when: 'there is a child, of that id' },
      { value: 0, when: 'the caller is the child' },
      { value: -abi.E_NO_FREE_ENV, when: 'there are no more environments' },
      NO_MEMORY,
    ],
    { fate: 'forks' },
  ),
  call(
    abi.SYS_ENV_SET_STATUS,
    [ENV, argument('status', [abi.ENV_RUNNABLE, abi.ENV_NOT_RUNNABLE])],
    [DONE, BAD_ENV, INVALID],
  ),
  call(abi.SYS_ENV_SET_PGFAULT_UPCALL, [ENV, argument('func', 'entry')], [DONE, BAD_ENV]),
  call(abi.SYS_YIELD, [], [{ value: 0, when: 'it is its turn again' }]),
  call(
    abi.SYS_IPC_TRY_SEND,
    [ENV, argument('value', 'word'), argument('srcva', 'page'), PERM],
    [DONE, BAD_ENV, { value: -abi.E_IPC_NOT_RECV, when: 'it does not wait for a message' }, INVALID, NO_MEMORY],
  ),
  call(abi.SYS_IPC_RECV, [argument('dstva', 'page')], [{ value: 0, when: 'a message came' }, INVALID]),
];
