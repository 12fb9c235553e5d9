import type { Va } from '../../../hardware/hardware.ts';
import { abi, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

const PAGEOFFBITS = 12;

class AlignmentByShift extends WeensyKernel {
  override isValidHeapAddress(address: Va): boolean {
    return (address & PAGEOFFBITS) === 0 && address >= abi.PROC_START_ADDR && address < abi.MEMSIZE_VIRTUAL;
  }
}

export const alignmentByShift: WeensyBug = {
  id: 'weensyos-28',
  title: 'page_alloc tests alignment with the number of bits of an offset, not with their mask',
  story:
    "addr & PAGEOFFBITS is addr & 12: it refuses two bits of twelve. vmiter's assertion stops the kernel for the " +
    'others.',
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'page_alloc',
  Kernel: AlignmentByShift,
};
