/** Both sides of every invariant of WeensyOS, and of those that contracts put in their places. */
import { CALLS } from './calls.ts';
import { PAGES_USED } from './pages.ts';
import { PROCESSOR } from './processor.ts';
import type { Sides } from './side.ts';
import { SLOTS } from './slots.ts';
import { SPACES } from './spaces.ts';

export const SIDES: readonly Sides[] = [...SLOTS, ...SPACES, ...PAGES_USED, ...CALLS, ...PROCESSOR];
