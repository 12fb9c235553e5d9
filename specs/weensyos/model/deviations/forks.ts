/** Deviations from what fork promises, to the parent and to the child. */
import { frame, PAGE_SIZE, PTE_P, PTE_U } from '../../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, WeensyKernel } from '../../../../kernel/kernel.ts';
import { fork, getpid, load8, type OperationStep, schedYield, store8 } from '../../../../userland/userland.ts';
import { BSS, HEAP } from '../../../kernel/weensyos/booted.ts';
import { answers, type Deviation, gives, none, remap, saves, spoil, undone } from './deviation.ts';

const { SYSCALL_FORK } = abi;
const TEXT = abi.PROC_START_ADDR;
const { STACK_PAGE } = abi;
class LastSlot extends WeensyKernel {
  override findFreeSlot(): Process | null {
    return this.ptable.findLast(({ slot, state }) => slot > 0 && state === 0) ?? null;
  }
}

const FORKS: readonly OperationStep[] = [[store8, BSS, 1], [fork], [schedYield], [load8, BSS], [schedYield]];
export const FORKED: readonly Deviation[] = [
  // fork
  ...[0, 1, 2, 4].map((pid) => ({
    clause: 'fork any above 0',
    what: `another pid, ${pid}`,
    ...{ steps: FORKS, at: SYSCALL_FORK, deed: answers(pid), says: /^fork gives \d instead of 3$/ },
  })),
  {
    clause: 'fork any above 0',
    what: 'a failure though there is a slot, and memory',
    ...{ steps: FORKS, at: SYSCALL_FORK, deed: undone, says: /^fork gives -1 instead of 3$/ },
  },
  {
    clause: 'fork any above 0',
    what: 'another slot than the lowest',
    ...{
      steps: FORKS,
      at: SYSCALL_FORK,
      deed: none,
      Kernel: LastSlot,
      says: /^fork gives 15 instead of 3$/,
      open: 'slots',
    },
  },
  {
    clause: 'fork 0',
    what: 'another result for the child',
    ...{ steps: FORKS, at: SYSCALL_FORK, deed: saves(3, frame.RAX, 3), says: /^fork will return 3 to the child 3$/ },
  },
  ...Object.entries({ rip: frame.RIP, rsp: frame.RSP, rbx: frame.RBX, rbp: frame.RBP }).map(([name, register]) => ({
    clause: 'fork 0',
    what: `another ${name} for the child`,
    ...{ steps: FORKS, at: SYSCALL_FORK, deed: saves(3, register, 2 ** 32 + 8) },
    says: new RegExp(`^the child 3 starts with ${name} 0x100000008 instead of 0x\\w+$`),
  })),
  ...[BSS, BSS + PAGE_SIZE - 1].map((address) => ({
    clause: 'fork 0',
    what: `other memory for the child at ${address.toString(16)}`,
    ...{
      steps: FORKS,
      at: SYSCALL_FORK,
      deed: spoil(3, address),
      says: /^process 3 has 0x4\d at 0x101\w+, where 0x\d (was stored|is in its file)$/,
    },
  })),
  {
    clause: 'fork 0',
    what: 'a page less for the child',
    ...{
      steps: FORKS,
      at: SYSCALL_FORK,
      deed: remap(3, STACK_PAGE, 0),
      says: /^process 3 has no page at 0x2ff000$/,
      open: 'sharing' as const,
    },
  },
  {
    clause: 'fork 0',
    what: 'a page more for the child',
    ...{
      steps: FORKS,
      at: SYSCALL_FORK,
      deed: gives(3, HEAP),
      says: /^process 3 has a page at 0x102000, where there should be none$/,
    },
  },
  {
    clause: 'fork 0',
    what: 'text that the child may write',
    ...{ steps: FORKS, at: SYSCALL_FORK, deed: remap(3, TEXT, PTE_PWU), says: /^process 3 may write at 0x100000$/ },
  },
  {
    clause: 'fork 0',
    what: 'memory that the parent may not write until it does',
    ...{
      steps: [[fork], [getpid]],
      at: SYSCALL_FORK,
      deed: remap(1, BSS, PTE_P | PTE_U),
      says: /^process 1 may not write at 0x101000$/,
      open: 'sharing',
    },
  },
  {
    clause: 'fork -1',
    what: 'a child where there is no slot',
    ...{ steps: FORKS, at: SYSCALL_FORK, deed: answers(2), slots: 3, says: /^fork gives 2 instead of -1$/ },
  },
  {
    clause: 'fork -1',
    what: 'another number below zero',
    ...{
      steps: FORKS,
      at: SYSCALL_FORK,
      deed: answers(-9),
      slots: 3,
      says: /^fork gives -9 instead of -1$/,
      open: 'errors',
    },
  },
  { clause: 'fork -1', what: 'no slot', ...{ steps: FORKS, at: SYSCALL_FORK, deed: none, slots: 3, says: null } },
];
