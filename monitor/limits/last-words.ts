/** What a process says that is about to end in the middle of things: its parent prints it once the process is gone. */
import { writeSync } from 'node:fs';

/** A child (supervisor.ts) has this besides its standard streams. */
export const LAST_WORDS = 4;
const STANDARD_ERROR = 2;

/** Set in the child, so that it does not start another. */
export const CHILD = 'RINGFENCE_CHILD';

export const isChild = (): boolean => process.env[CHILD] !== undefined;

let said = false;

/** Says `text`, if nothing was said before by this thread. */
export const sayLast = (text: string): void => {
  if (said) return;
  said = true;
  if (isChild()) writeSync(LAST_WORDS, text);
  else writeSync(STANDARD_ERROR, `ringfence: ${text}\n`);
};
