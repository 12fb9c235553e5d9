/** The explained mutants of the command line, file by file. */
import type { Equivalent } from '../equivalent.ts';

export const MONITOR: readonly Equivalent[] = [];
