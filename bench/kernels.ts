/** Kernels that the workloads run on. */
import type { Executable } from '../hardware/hardware.ts';
import { WeensyKernel } from '../kernel/kernel.ts';

/** A booted kernel that has run for a while. */
export const warm = (programs: readonly Executable[], events = 2000): WeensyKernel => {
  const kernel = booted(programs);
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return kernel;
};

export const booted = (programs: readonly Executable[]): WeensyKernel => {
  const kernel = new WeensyKernel({ programs });
  kernel.boot();
  return kernel;
};
