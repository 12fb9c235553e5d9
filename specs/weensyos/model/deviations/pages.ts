/** Deviations from what page_alloc promises. */
import { PAGE_SIZE, type Pa, type Ppn, PTE_P, PTE_U, ppn, type Va } from '../../../../hardware/hardware.ts';
import { abi, type Process, Vmiter, WeensyKernel } from '../../../../kernel/kernel.ts';
import { load8, type OperationStep, pageAlloc, schedYield, store8 } from '../../../../userland/userland.ts';
import { BSS, HEAP } from '../../../kernel/weensyos/booted.ts';
import { answers, type Deviation, none, once, remap, spoil } from './deviation.ts';

const { SYSCALL_PAGE_ALLOC } = abi;
const TEXT = abi.PROC_START_ADDR;
const { STACK_PAGE } = abi;
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
class KeepsContents extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    return new Vmiter(this, process.pagetable, address).user ? 0 : super.pageAlloc(process, address);
  }
}

const ALLOCATES: readonly OperationStep[] = [[pageAlloc, HEAP], [load8, HEAP], [schedYield]];

/** A page_alloc of what is no page of a program, or is the first or last one. */
const asked = (Kernel: typeof WeensyKernel, address: number, says: RegExp | null): Omit<Deviation, 'clause'> => ({
  what: `an answer to page_alloc of ${address.toString(16)}`,
  ...{ steps: once([pageAlloc, address]), at: SYSCALL_PAGE_ALLOC, deed: none, Kernel, says },
});
export const PAGES: readonly Deviation[] = [
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
];
