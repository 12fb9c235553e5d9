/** What the code of a kernel of somebody's own threw: that person's mistake, told with the place where it happened. */

import { UsageError } from '../command-line/usage-error.ts';
import type { Kind } from './kind.ts';

/** A kernel of somebody's own threw. Ends the command with exit code 1. */
export class OwnMistake extends Error {
  constructor(error: unknown) {
    super(`the kernel stopped: its code threw ${describeError(error)}`);
    this.name = 'OwnMistake';
  }
}

/** Does `work` with a kernel of that kind. Throws an OwnMistake for what one of somebody's own throws. */
export const asOwnMistake = <Result>({ ownName }: Pick<Kind, 'ownName'>, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw ownName === undefined || error instanceof UsageError ? error : new OwnMistake(error);
  }
};

/** What was thrown, and where. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const [, place] = /\n\s+at (.*)/.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message}${place === undefined ? '' : `, at ${place}`}`;
};
