/** The page below the kernel stack is a guard, and fork has an array of more than a page on that stack. */
import { PAGE_SIZE, pa, va } from 'ringfence/hardware';
import { type Process, Vmiter, WeensyKernel } from 'ringfence/kernel';

const STACK_TOP = 0x80000;
const GUARD = va(STACK_TOP - 2 * PAGE_SIZE);
const KERNEL_PAGETABLE = pa(0x4f000);
const LOCALS = 1200;

export default class StackIntoGuard extends WeensyKernel {
  override mapKernelMemory(): void {
    super.mapKernelMemory();
    new Vmiter(this, KERNEL_PAGETABLE, GUARD).map(pa(0), 0);
  }

  override fork(parent: Process): number {
    this.supervisor.fillWords(va(STACK_TOP - LOCALS * 4), 0, LOCALS); // wrong
    return super.fork(parent);
  }
}
