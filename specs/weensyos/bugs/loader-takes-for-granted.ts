import { frame, type Pa, va } from '../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class LoaderTakesForGranted extends WeensyKernel {
  override setupStack(process: Process, root: Pa): void {
    const page = this.kalloc();
    new Vmiter(this, root, va(abi.STACK_PAGE)).map(page, PTE_PWU);
    process.setRegister(frame.RSP, abi.MEMSIZE_VIRTUAL);
  }
}

export const loaderTakesForGranted: WeensyBug = {
  id: 'weensyos-22',
  title: 'the loader does not ask whether kalloc found a page for the stack',
  story: 'Memory is never full while the first processes are set up. It is when another one is started later.',
  caughtBy: 'invariant: kernel memory is private or panic of the kernel',
  goesWrongIn: 'boot',
  Kernel: LoaderTakesForGranted,
};
