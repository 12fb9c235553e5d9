/** Which kind of kernel a class is. */
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { extendsClass } from '../../specs/specs.ts';
import type { Host } from '../host.ts';
import type { Kind } from './kind.ts';

/**
 * The kind of `Kernel`, if it is one of the kernels here or extends one; null if not. Each description is loaded only when it is asked for: it comes
 * with all that its kernel needs.
 */
export const kindOf = async (Kernel: unknown, host: Host): Promise<Kind | null> => {
  if (extendsClass(Kernel, WeensyKernel)) return (await import('./weensyos.ts')).weensyOS(Kernel, host);
  if (extendsClass(Kernel, JosLab4)) return (await import('./jos/lab4.ts')).josLab4(Kernel, host);
  if (extendsClass(Kernel, JosKernel)) return (await import('./jos/lab2.ts')).josLab2(Kernel, host);
  return null;
};
