/** What a kernel may do otherwise than its contracts say, clause by clause, and what the model says of it; and what it may do. */
import { frame, PAGE_SIZE, type Pa, type Ppn, PTE_P, PTE_U, ppn, type Va, va } from '../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import {
  exit,
  fork,
  getpid,
  load8,
  type OperationStep,
  pageAlloc,
  panic,
  schedYield,
  store8,
} from '../../../userland/userland.ts';
import type { Contract } from '../../judge/contract.ts';
import { BSS, HEAP } from '../../kernel/weensyos/booted.ts';
import type { Deed, Moment } from './meddler.ts';

const { SYSCALL_EXIT, SYSCALL_FORK, SYSCALL_GETPID, SYSCALL_PAGE_ALLOC, SYSCALL_PANIC, SYSCALL_YIELD } = abi;
const TEXT = abi.PROC_START_ADDR;
const { STACK_PAGE } = abi;

/** Something that a kernel does otherwise in a run of `steps`, beside a process that only yields. */
export interface Deviation {
  /** The clause: a call with one of its results, or what else programs rely on. */
  readonly clause: string;
  readonly what: string;
  readonly steps: readonly OperationStep[];
  readonly at: Moment;
  readonly deed: Deed;
  readonly Kernel?: typeof WeensyKernel;
  readonly slots?: number;
  /** What is said of it where nothing is left open; null if it is allowed. */
  readonly says: RegExp | null;
  /** The point of a contract under which it is allowed, where it is open. */
  readonly open?: keyof Contract;
}

const answers =
  (result: number): Deed =>
  () =>
    result;
const leaf = (kernel: WeensyKernel, pid: number, address: number): Vmiter =>
  new Vmiter(kernel, kernel.ptable[pid].pagetable, va(address));
/** Makes byte `address` of process `pid` another. */
const spoil =
  (pid: number, address: number): Deed =>
  (kernel) => {
    const at = leaf(kernel, pid, address - (address % PAGE_SIZE)).pa + (address % PAGE_SIZE);
    kernel.machine.memory.store8(at, kernel.machine.memory.bytes[at] ^ 0x40);
    return undefined;
  };
const remap =
  (pid: number, address: number, permissions: number): Deed =>
  (kernel) => {
    const it = leaf(kernel, pid, address);
    it.map(it.pa, permissions);
    kernel.machine.mmu.tlb.flush(false);
    return undefined;
  };
const gives =
  (pid: number, address: number): Deed =>
  (kernel) => {
    leaf(kernel, pid, address).map(kernel.kallocPagetable(), PTE_PWU);
    return undefined;
  };
const saves =
  (pid: number, register: number, value: number): Deed =>
  (kernel) => {
    kernel.ptable[pid].setRegister(register, value);
    return undefined;
  };
const holds =
  (register: number, value: number): Deed =>
  ({ machine }) => {
    machine.cpu.set(register, value);
    return undefined;
  };
const ends =
  (pid: number): Deed =>
  (kernel) => {
    kernel.exit(kernel.ptable[pid]);
    return undefined;
  };
const undone: Deed = (kernel, _, child) => {
  kernel.exit(kernel.ptable[child]);
  return abi.E_FAILED;
};

class PanicReturns extends WeensyKernel {
  override syscall(process: Process, number: number, argument: number): number {
    return number === SYSCALL_PANIC ? 0 : super.syscall(process, number, argument);
  }
}
class ExitReturns extends WeensyKernel {
  override syscallExit(): number {
    return 0;
  }
}
class ExitGoesOn extends WeensyKernel {
  override exit(): void {}
}
class GivesUp extends WeensyKernel {
  override findFreePage(): Ppn {
    return this.view.processes().length > 1 && this.view.ticks === 0 && this.machine.cpu.slot === 1
      ? ppn(-1)
      : super.findFreePage();
  }
}
class AcceptsAll extends WeensyKernel {
  override isValidHeapAddress(): boolean {
    return true;
  }
  override replacePage(process: Process, address: Va, page: Pa): number {
    return address > 0 && address % PAGE_SIZE === 0 && address < abi.MEMSIZE_VIRTUAL
      ? super.replacePage(process, address, page)
      : 0;
  }
}
class RefusesAll extends WeensyKernel {
  override isValidHeapAddress(): boolean {
    return false;
  }
}
class LastSlot extends WeensyKernel {
  override findFreeSlot(): Process | null {
    return this.ptable.findLast(({ slot, state }) => slot > 0 && state === 0) ?? null;
  }
}
class FaultIsMended extends WeensyKernel {
  protected override userPageFault(process: Process): void {
    this.run(process);
  }
}
/** Who runs next is the last that can. */
class LastNext extends WeensyKernel {
  override nextRunnable(): Process | null {
    return this.ptable.findLast(({ state }) => state === 1) ?? null;
  }
}
class KeepsContents extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    return new Vmiter(this, process.pagetable, address).user ? 0 : super.pageAlloc(process, address);
  }
}
const sleeps: Deed = ({ machine }) => {
  machine.entry.idle();
  return undefined;
};
const none: Deed = () => undefined;

const once = (step: OperationStep): readonly OperationStep[] => [step];
const FORKS: readonly OperationStep[] = [[store8, BSS, 1], [fork], [schedYield], [load8, BSS], [schedYield]];
const ALLOCATES: readonly OperationStep[] = [[pageAlloc, HEAP], [load8, HEAP], [schedYield]];

/** A page_alloc of what is no page of a program, or is the first or last one. */
const asked = (Kernel: typeof WeensyKernel, address: number, says: RegExp | null): Omit<Deviation, 'clause'> => ({
  what: `an answer to page_alloc of ${address.toString(16)}`,
  ...{ steps: once([pageAlloc, address]), at: SYSCALL_PAGE_ALLOC, deed: none, Kernel, says },
});

export const DEVIATIONS: readonly Deviation[] = [
  // getpid
  ...[0, 2, -1].map((pid) => ({
    clause: 'getpid any above 0',
    what: `another pid, ${pid}`,
    ...{ steps: once([getpid]), at: SYSCALL_GETPID, deed: answers(pid), says: /^getpid gives -?\d to process 1$/ },
  })),
  // yield
  {
    clause: 'yield 0',
    what: 'another result when it is its turn again',
    ...{
      steps: once([schedYield]),
      at: SYSCALL_YIELD,
      deed: saves(1, frame.RAX, 1),
      says: /^yield will return 1 to process 1$/,
    },
  },
  // page_alloc
  ...[1, 7].map((result) => ({
    clause: 'page_alloc 0',
    what: `another result, ${result}`,
    ...{
      steps: ALLOCATES,
      at: SYSCALL_PAGE_ALLOC,
      deed: answers(result),
      says: /^page_alloc\(0x102000\) gives \d instead of 0$/,
    },
  })),
  {
    clause: 'page_alloc 0',
    what: 'a failure though there is memory',
    ...{ steps: ALLOCATES, at: SYSCALL_PAGE_ALLOC, deed: answers(-1), says: /gives -1 instead of 0$/ },
  },
  {
    clause: 'page_alloc 0',
    what: 'an allocation that finds no page though there are some',
    ...{
      steps: ALLOCATES,
      at: SYSCALL_PAGE_ALLOC,
      deed: none,
      Kernel: GivesUp,
      says: /^an allocation fails, and \d+ pages are free$/,
    },
  },
  ...[HEAP, HEAP + PAGE_SIZE - 1].map((address) => ({
    clause: 'page_alloc 0',
    what: `a page that is not zero at ${address.toString(16)}`,
    ...{
      steps: ALLOCATES,
      at: SYSCALL_PAGE_ALLOC,
      deed: spoil(1, address),
      says: /^process 1 has 0x40 at 0x10\w+, where 0x0 must be$/,
    },
  })),
  {
    clause: 'page_alloc 0',
    what: 'a page that may not be written',
    ...{ steps: ALLOCATES, at: SYSCALL_PAGE_ALLOC, deed: remap(1, HEAP, PTE_P | PTE_U), open: 'heap' as const },
    says: /^process 1 may not write at 0x102000$/,
  },
  {
    clause: 'page_alloc 0',
    what: 'no page, before it is touched',
    ...{ steps: once([pageAlloc, HEAP]), at: SYSCALL_PAGE_ALLOC, deed: remap(1, HEAP, 0), open: 'heap' as const },
    says: /^process 1 has no page at 0x102000$/,
  },
  {
    clause: 'page_alloc 0',
    what: 'the page that was there',
    steps: [
      [store8, BSS, 7],
      [pageAlloc, BSS],
      [load8, BSS],
    ],
    ...{
      at: SYSCALL_PAGE_ALLOC,
      deed: none,
      Kernel: KeepsContents,
      says: /has 0x7 at 0x101000, where 0x0 must be|reads 7/,
    },
  },
  ...[TEXT, HEAP, STACK_PAGE].map((address) => ({
    clause: 'page_alloc 0',
    ...asked(RefusesAll, address, /gives -1 instead of 0$/),
  })),
  ...[TEXT, STACK_PAGE].map((address) => ({ clause: 'page_alloc 0', ...asked(WeensyKernel, address, null) })),
  ...[TEXT - PAGE_SIZE, HEAP + 1, HEAP - 1, STACK_PAGE + PAGE_SIZE, -PAGE_SIZE, 0, 2 ** 40].map((address) => ({
    clause: 'page_alloc -1',
    ...asked(AcceptsAll, address, /^page_alloc\(-?0x\w+\) gives 0 instead of -1$/),
  })),
  ...[TEXT - PAGE_SIZE, STACK_PAGE + PAGE_SIZE].map((address) => ({
    clause: 'page_alloc -1',
    ...asked(WeensyKernel, address, null),
  })),
  {
    clause: 'page_alloc -1',
    what: 'another number below zero',
    ...{
      steps: once([pageAlloc, HEAP + 1]),
      at: SYSCALL_PAGE_ALLOC,
      deed: answers(-2),
      says: /gives -2 instead of -1$/,
    },
    open: 'errors',
  },
  {
    clause: 'page_alloc -1',
    what: 'a number above zero',
    ...{ steps: once([pageAlloc, HEAP + 1]), at: SYSCALL_PAGE_ALLOC, deed: answers(1), says: /gives 1 instead of -1$/ },
  },
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
  // exit and panic
  {
    clause: 'exit',
    what: 'a return',
    ...{
      steps: once([exit]),
      at: SYSCALL_EXIT,
      deed: none,
      Kernel: ExitReturns,
      says: /^after process 1, 1 runs instead of 2$/,
    },
  },
  {
    clause: 'exit',
    what: 'its turn again',
    ...{
      steps: once([exit]),
      at: SYSCALL_EXIT,
      deed: none,
      Kernel: ExitGoesOn,
      says: /^after process 2, 1 runs instead of 2$/,
    },
  },
  {
    clause: 'panic',
    what: 'a return',
    ...{
      steps: once([panic, 0]),
      at: SYSCALL_PANIC,
      deed: none,
      Kernel: PanicReturns,
      says: /^process 1 panics, and the kernel goes on$/,
    },
  },
  { clause: 'panic', what: 'the end', ...{ steps: once([panic, 0]), at: SYSCALL_PANIC, deed: none, says: null } },
  // Who runs
  {
    clause: 'turns',
    what: 'the last one next',
    ...{ steps: [[fork], [schedYield], [schedYield]], at: SYSCALL_FORK, deed: none, Kernel: LastNext },
    ...{ says: /^after process \d, \d runs instead of \d$/, open: 'schedule' },
  },
  {
    clause: 'turns',
    what: 'nobody next',
    ...{
      steps: once([schedYield]),
      at: SYSCALL_YIELD,
      deed: sleeps,
      says: /^after process 1, nobody runs instead of 2$/,
    },
  },
  {
    clause: 'turns',
    what: 'a process that vanishes',
    ...{
      steps: [[getpid], [schedYield]],
      at: SYSCALL_GETPID,
      deed: ends(2),
      says: /^process 2 is gone, and did not exit$/,
    },
  },
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
