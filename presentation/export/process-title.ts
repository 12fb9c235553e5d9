/** A process as exports name it: by its number and its program. */
import type { KernelView } from '../../kernel/kernel.ts';

/** `process 1 fork`, or without the program where none is known. */
export const processTitle = (view: KernelView, pid: number, program: string): string =>
  `${view.nameOf(pid)} ${program}`.trim();
