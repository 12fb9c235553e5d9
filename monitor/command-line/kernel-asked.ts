/** The kernels that run programs, WeensyOS and JOS: which of them a command line asks for, and what is asked of either. */
import { type JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { freePageCount } from '../jos/prompt/free-list.ts';
import { loadKernelClass } from './bundle.ts';

export type RunningKernel = WeensyKernel | JosLab4;
type KernelClass = typeof WeensyKernel | typeof JosLab4;

/** The kernel that `--kernel` asks for: `jos`, or a file that extends either; WeensyOS as it is if it is not given. Throws a UsageError. */
export const kernelAsked = async (asked: string | undefined): Promise<KernelClass> => {
  if (asked === undefined) return WeensyKernel;
  return asked === 'jos' ? JosLab4 : loadKernelClass<KernelClass>(asked, WeensyKernel, JosLab4);
};

/** Whether a kernel is JOS with environments, or extends it. */
export const isJos = (Kernel: typeof WeensyKernel | typeof JosKernel): Kernel is typeof JosLab4 =>
  Kernel === JosLab4 || Kernel.prototype instanceof JosLab4;

/** How many pages the kernel's allocator has to give. Counted with no effect on the machine. */
export const freePagesOf = (kernel: RunningKernel): number =>
  kernel instanceof WeensyKernel ? kernel.view.freePages() : freePageCount(kernel);
