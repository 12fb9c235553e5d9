/** All seeded bugs, for whoever asks: they are hundreds of small files, which nobody else need wait for. */
import type { SeededBug } from './seeded-bug.ts';

/** Loads the seeded bugs of all systems. */
export const seededBugs = async (): Promise<readonly SeededBug[]> =>
  (await import('./every-seeded-bug.ts')).SEEDED_BUGS;
