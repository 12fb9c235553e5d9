/** Deviations from what programs rely on between calls: memory, registers, and what faults and ticks do. */
import { frame, PAGE_SIZE } from '../../../../hardware/hardware.ts';
import { abi, type Process, WeensyKernel } from '../../../../kernel/kernel.ts';
import { getpid, load8, pageAlloc, schedYield, store8, store16 } from '../../../../userland/userland.ts';
import { BSS, HEAP } from '../../../kernel/weensyos/booted.ts';
import { lazyHeap } from '../../variants/lazy-heap.ts';
import { type Deviation, ends, gives, holds, none, once, remap, saves, spoil } from './deviation.ts';

const { SYSCALL_GETPID, SYSCALL_YIELD } = abi;
const TEXT = abi.PROC_START_ADDR;
const HIGHEST = 2 ** 47 - 1;
const { STACK_PAGE } = abi;
class FaultIsPanic extends WeensyKernel {
  protected override userPageFault(process: Process): void {
    this.processPanic(process, 'Unhandled exception 13 (rip=0x0)!');
  }
}
class FaultIsMended extends WeensyKernel {
  protected override userPageFault(process: Process): void {
    this.run(process);
  }
}
export const STATE: readonly Deviation[] = [
  // Memory
  ...[1, 2].map((pid) => ({
    clause: 'memory',
    what: `a byte of process ${pid} that becomes another`,
    ...{
      steps: [[store8, BSS + 9, 5], [getpid]] as const,
      at: SYSCALL_GETPID,
      deed: spoil(pid, BSS + 9),
      says: /^process \d has 0x4\d at 0x101009, where 0x\d /,
    },
  })),
  {
    clause: 'memory',
    what: 'a page of its own that is gone',
    ...{
      steps: once([getpid]),
      at: SYSCALL_GETPID,
      deed: remap(1, BSS, 0),
      says: /^process 1 has no page at 0x101000$/,
      open: 'heap',
    },
  },
  {
    clause: 'memory',
    what: 'text that is gone, and is executed',
    ...{
      steps: [[getpid], [getpid]],
      at: SYSCALL_GETPID,
      deed: remap(1, TEXT, 0),
      says: /has no page at 0x100000|which it may execute/,
    },
  },
  {
    clause: 'memory',
    what: 'a page that nobody asked for, next to the last one',
    ...{
      steps: once([getpid]),
      at: SYSCALL_GETPID,
      deed: gives(2, STACK_PAGE - PAGE_SIZE),
      says: /^process 2 has a page at 0x2fe000, where/,
    },
  },
  {
    clause: 'memory',
    what: 'what nobody knows: the stack, the console, text',
    steps: once([getpid]),
    at: SYSCALL_GETPID,
    deed: (kernel, ...rest) => {
      for (const address of [STACK_PAGE, abi.CONSOLE_ADDR, TEXT + PAGE_SIZE - 1]) spoil(1, address)(kernel, ...rest);
      return undefined;
    },
    says: null,
  },
  {
    clause: 'memory',
    what: 'what free pages hold',
    steps: once([getpid]),
    at: SYSCALL_GETPID,
    deed: ({ view, machine }) => {
      for (const page of view.freeList()) machine.memory.fillPage(page, 7);
      return undefined;
    },
    says: null,
  },
  // Registers
  ...Object.entries({ rsp: frame.RSP, rbx: frame.RBX, rbp: frame.RBP }).flatMap(([name, register]) => [
    {
      clause: 'registers',
      what: `another ${name} after a call`,
      ...{ steps: [[getpid], [getpid]] as const, at: SYSCALL_GETPID, deed: holds(register, 2 ** 33) },
      says: new RegExp(`^process 1 goes on with ${name} 0x200000000 instead of `),
    },
    {
      clause: 'registers',
      what: `another ${name} when it is its turn again`,
      ...{ steps: [[schedYield], [getpid]] as const, at: SYSCALL_YIELD, deed: saves(1, register, 8) },
      says: new RegExp(`^process 1 goes on with ${name} 0x8 instead of `),
    },
  ]),
  ...[frame.RCX, frame.R11, frame.RDI, frame.RSI].map((register) => ({
    clause: 'registers',
    what: `dead register ${register}`,
    ...{ steps: [[getpid], [schedYield], [getpid]] as const, at: SYSCALL_GETPID, deed: holds(register, 7), says: null },
  })),
  // Faults and ticks
  {
    clause: 'faults',
    what: 'a program that goes on after a fault',
    ...{
      steps: once([load8, HEAP]),
      at: 'fault' as const,
      deed: none,
      Kernel: FaultIsMended,
      says: /^after process 1, 1 runs instead of 2$/,
    },
  },
  {
    clause: 'faults',
    what: 'another process that a fault ends',
    ...{
      steps: once([load8, HEAP]),
      at: 'fault' as const,
      deed: ends(2),
      says: /^process 2 is gone, and did not exit$|^after process 1/,
    },
  },
  {
    clause: 'faults',
    what: 'a panic over the last address that there is',
    ...{ steps: once([load8, HIGHEST]), at: 'fault' as const, deed: none, Kernel: FaultIsPanic },
    says: /^the kernel panics while process 1 runs: Unhandled exception 13/,
  },
  {
    clause: 'faults',
    what: 'a panic over an address that there is not',
    ...{ steps: once([load8, HIGHEST + 1]), at: 'fault' as const, deed: none, says: null },
  },
  {
    clause: 'faults',
    what: 'two pages that come as one access touches them',
    steps: [
      [pageAlloc, HEAP],
      [pageAlloc, HEAP + PAGE_SIZE],
      [store16, HEAP + PAGE_SIZE - 1, 7],
    ],
    ...{
      at: 'fault' as const,
      deed: none,
      Kernel: lazyHeap.Right,
      says: /may not write at 0x102000$/,
      open: 'heap' as const,
    },
  },
  {
    clause: 'faults',
    what: 'an end',
    ...{ steps: once([store8, TEXT, 1]), at: 'fault' as const, deed: none, says: null },
  },
  {
    clause: 'ticks',
    what: 'a byte that a tick changes',
    ...{
      steps: [[getpid], [getpid]],
      at: 'tick' as const,
      deed: spoil(2, BSS),
      says: /^process 2 has 0x40 at 0x101000, where 0x0 is in its file$/,
    },
  },
];
