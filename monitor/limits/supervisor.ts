/**
 * Programs and kernels given by path run in a child process, with a limit of memory and of the time that loading may take; within
 * it each turn of the machine has a limit of time (watchdog.ts). These are limits, not a sandbox.
 */
import { fork } from 'node:child_process';
import { packageFile } from '../command-line/package.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { guardTerminal, LIVE } from '../run/live/guard.ts';

/** Set in the child, so that it does not start another. */
const CHILD = 'RINGFENCE_CHILD';
const MEMORY_MEGABYTES = 512;
const LOADING_SECONDS = 10;

export const isChild = (): boolean => process.env[CHILD] !== undefined;

/** Tells the parent, if there is one, that loading is over, and whether the run will take the terminal for the live screen. */
export const reportReady = (live = false): void => {
  if (isChild()) process.send?.(live ? LIVE : 'ready');
};

/** Runs this same command in a child process; resolves to its exit code. Throws a UsageError when the child meets a limit. */
export const supervise = (words: readonly string[]): Promise<number> => {
  const child = fork(packageFile('dist/monitor/ringfence.js'), [...words], {
    execArgv: [`--max-old-space-size=${MEMORY_MEGABYTES}`, '--enable-source-maps'],
    env: { ...process.env, [CHILD]: '1' },
    stdio: ['inherit', 'inherit', 'pipe', 'ipc'],
  });
  const errors = new ErrorFilter();
  child.stderr?.on('data', (data: Buffer) => errors.pass(data.toString()));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new UsageError(`loading the program took more than ${LOADING_SECONDS} s: does it loop outside its functions?`),
      );
    }, LOADING_SECONDS * 1000);
    child.on('message', (message) => {
      clearTimeout(timer);
      if (message === LIVE) guardTerminal(child);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (errors.outOfMemory) reject(new UsageError(`the program used more than ${MEMORY_MEGABYTES} MB of memory`));
      else if (code !== null) resolve(code);
      else reject(new UsageError(`the run was ended from outside (${signal})`));
    });
  });
};

/** Passes the child's stderr on, but for what V8 prints when memory runs out. */
class ErrorFilter {
  outOfMemory = false;

  pass(text: string): void {
    if (/<--- Last few GCs|heap out of memory/.test(text)) this.outOfMemory = true;
    if (!this.outOfMemory) process.stderr.write(text);
  }
}
