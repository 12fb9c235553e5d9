/** Kernels and libraries by the names that come with Ringfence: WeensyOS, the labs of JOS, seeded bugs. */
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import type { jos } from '../../userland/userland.ts';
import { UsageError } from '../boot/usage-error.ts';
import { isSeeded, seededBug } from './seeded.ts';

/** The class that `name` means: WeensyOS if there is none. Throws a UsageError for a name that means none. */
export const classNamed = async (name: string | undefined, lab: string | undefined): Promise<unknown> => {
  if (name === undefined) return WeensyKernel;
  if (name === 'jos') return lab === '2' ? JosKernel : JosLab4;
  if (isSeeded(name)) return (await seededBug(name)).Code;
  throw new UsageError(`--kernel ${name}: expected jos, or a seeded bug as weensyos-35`);
};

/** The library of lab 4 in which the seeded bug of that id is. Throws a UsageError. */
export const libraryNamed = async (id: string): Promise<jos.JosLibrary> =>
  new ((await seededBug(id)).Code as unknown as typeof jos.JosLibrary)();
