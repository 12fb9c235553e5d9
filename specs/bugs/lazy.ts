/** All seeded bugs, for whoever asks: they are hundreds of small files, which nobody else need wait for. */
import type { SeededBug } from './seeded-bug.ts';

/** All seeded bugs, of kernels and allocators. They are hundreds of small files, and loaded when this is called. */
export const seededBugs = async (): Promise<readonly SeededBug[]> =>
  (await import('./every-seeded-bug.ts')).SEEDED_BUGS;
