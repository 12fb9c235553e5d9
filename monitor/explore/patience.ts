/** Limits of time for what a kernel does while it is explored. */
import { lateness, runLimited } from '../limits/watchdog.ts';

/** A piece of a search is far shorter, unless the kernel's own code does not come back. */
const PATIENCE_SECONDS = 30;

/** What `work` gives. Throws what tells of `what`, code of the user's own, that it did not come back. */
export const inTime = <Result>(what: string, work: () => Result): Result => {
  const results: Result[] = [];
  if (!runLimited(PATIENCE_SECONDS, () => void results.push(work())))
    throw lateness(`${what} did not come back within ${PATIENCE_SECONDS} s`);
  return results[0];
};
