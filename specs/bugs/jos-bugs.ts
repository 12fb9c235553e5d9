/** All seeded bugs of JOS, by the rows of the table of measured mutations. */
import type { JosBug } from './bug.ts';
import { countsAfterRemoving } from './jos/counts-after-removing.ts';

export const JOS_BUGS: readonly JosBug[] = [countsAfterRemoving];
