/**
 * What the parent of a run in a child process (supervisor.ts) does for the terminal while the child has the live screen: it hands signals on,
 * and if the child dies without giving the terminal back, the parent does.
 */
import type { ChildProcess } from 'node:child_process';
import { LEAVE } from './leave.ts';

/** What the child says when it is about to take the terminal. */
export const LIVE = 'live';

/** Besides SIGINT, which is handed on in any case. */
const HANDED_ON: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];

/** Guards the terminal from now until `child` is gone. The modes of the terminal are restored by Node when the parent exits. */
export const guardTerminal = (child: ChildProcess): void => {
  const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of HANDED_ON) process.on(signal, handOn);
  child.once('exit', (code) => {
    for (const signal of HANDED_ON) process.off(signal, handOn);
    if (code === null) process.stdout.write(LEAVE);
  });
};
