import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class AnyAddressAccepted extends WeensyKernel {
  override isValidHeapAddress(): boolean {
    return true;
  }
}

export const anyAddressAccepted: WeensyBug = {
  id: 'weensyos-15',
  title: 'page_alloc takes any address',
  story:
    'No program of the course asks for a bad one. One that is not aligned stops the kernel by an assertion of ' +
    "vmiter; one of the kernel's gives its memory to the program.",
  caughtBy: 'model',
  goesWrongIn: 'page_alloc',
  Kernel: AnyAddressAccepted,
};
