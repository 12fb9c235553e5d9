/** What a kernel may do otherwise than its contracts say, clause by clause, and what the model says of it; and what it may do. */
import { CALLS } from './calls.ts';
import type { Deviation } from './deviation.ts';
import { FORKED } from './forks.ts';
import { PAGES } from './pages.ts';
import { STATE } from './state.ts';

export const DEVIATIONS: readonly Deviation[] = [...CALLS, ...PAGES, ...FORKED, ...STATE];
