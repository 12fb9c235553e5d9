/** The explained mutants, file by file. */
import type { Equivalent } from './equivalent.ts';

export const EQUIVALENTS: readonly Equivalent[] = [];
