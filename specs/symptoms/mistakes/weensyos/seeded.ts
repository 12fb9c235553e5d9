/** How mistakes of WeensyOS are written down. */
import type { Mistake } from '../mistake.ts';

type Program = NonNullable<Mistake['program']>;
type Leaves = Mistake['leaves'];

/** A mistake that is a seeded bug of that number. */
export const seeded = (number: string, program: Program, leaves: Leaves, tellApart: string): Mistake => ({
  ...{ bug: `weensyos-${number}`, system: 'WeensyOS', program, leaves, tellApart },
});

/** The same of a mistake that takes full memory. */
export const whenFull = (...mistake: Parameters<typeof seeded>): Mistake => ({ ...seeded(...mistake), whenFull: true });

/** Mistakes that show once memory is full, and never before. */
export const ONLY_WHEN_FULL: Leaves = { 'memory full': 1, 'memory left': -3, 'leaks while memory is free': -4 };
