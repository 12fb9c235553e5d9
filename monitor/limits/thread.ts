/** A thread that runs what people bring, about itself: what goes wrong there behind its back, as child.ts says it of a process. */
import { failedLater, refuseEnds } from './child.ts';
import type { Mistake } from './mistake.ts';

const MISTAKE = 1;

/** Tells what the user's code began and nobody waited for, if it fails, and that it would end the process; then the thread ends. */
export const watchThread = (tell: (mistake: Mistake) => void): void => {
  process.setSourceMapsEnabled(true);
  const { exit } = process;
  const leave = (code: number): never => exit.call(process, code);
  const fail = (thrown: unknown): void => {
    const mistake = failedLater(thrown);
    if (mistake === null) throw thrown;
    tell(mistake);
    leave(MISTAKE);
  };
  refuseEnds(tell, leave);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
};
