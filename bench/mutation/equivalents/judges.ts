/** The explained mutants of what judges, file by file. */
import type { Equivalent } from '../equivalent.ts';

export const JUDGES: readonly Equivalent[] = [];
