/** Faults in which addresses `page_alloc` accepts. */
import { PAGE_SIZE, pageRoundDown, type Va, va } from '../../../hardware/hardware.ts';
import { abi, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Fault } from './fault.ts';

class EndAccepted extends WeensyKernel {
  override isValidHeapAddress(address: Va): boolean {
    return address % PAGE_SIZE === 0 && address >= abi.PROC_START_ADDR && address <= abi.MEMSIZE_VIRTUAL;
  }
}

export const endAccepted: Fault = {
  name: 'accepting 0x300000 in page_alloc',
  sentence: 'The first address beyond virtual memory counts as inside it.',
  Kernel: EndAccepted,
};

class UnalignedAccepted extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    return super.pageAlloc(process, va(pageRoundDown(address)));
  }
}

export const unalignedAccepted: Fault = {
  name: 'accepting unaligned addresses in page_alloc',
  sentence: 'An address inside a page stands for the page, and is not refused.',
  Kernel: UnalignedAccepted,
};
