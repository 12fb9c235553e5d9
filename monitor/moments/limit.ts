/** The limit of time for code of the user's own in a run that is gone through. */
import { withDeepStacks } from '../../kernel/kernel.ts';
import type { System } from '../../presentation/presentation.ts';
import { suspect } from '../limits/own-code.ts';
import { runWatched } from '../limits/watchdog.ts';

/** Runs work of a timeline, a piece of which may take `seconds` where code of the user's own is run. Throws what ended one that took longer. */
export const limitTo =
  (system: System | null, seconds: number) =>
  (work: () => void): void => {
    if (system === null || suspect() === undefined) return work();
    const stuck = runWatched(system.kernel.machine, seconds, () => withDeepStacks(work));
    if (stuck !== null) throw stuck;
  };
