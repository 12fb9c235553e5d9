/**
 * Programs and kernels given by path run in a child process, with a limit of memory and of the time that loading may take; within
 * it each turn of the machine has a limit of time (watchdog.ts). These are limits, not a sandbox. This file is the parent, which sees
 * how the child ended, whatever ended it; what the child does about itself stands in child.ts.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { packageFile } from '../command-line/package.ts';
import { guardTerminal, LIVE } from '../live/terminal-guard.ts';
import { ENDED, MEMORY_MEGABYTES } from './child.ts';
import { CHILD, isChild, LAST_WORDS } from './last-words.ts';
import { endTurn } from './lookout.ts';
import { Mistake } from './mistake.ts';

/** V8's own limit stands behind the lookout's, who can say where memory was filled. */
const HEAP_MEGABYTES = 2 * MEMORY_MEGABYTES;
/** The lookout's limit of time comes first, too, on however busy a host. */
const LAST_SECONDS = 120;

/** Tells the parent, if there is one, that loading is over, and whether the run will take the terminal for the live screen. */
export const reportReady = (live = false): void => {
  endTurn();
  if (isChild()) process.send?.(live ? LIVE : 'ready');
};

/** Runs this same command in a child process; resolves to its exit code. Throws a Mistake when the user's code ended the child. */
export const supervise = (words: readonly string[]): Promise<number> => {
  const child = fork(packageFile('dist/monitor/ringfence.js'), [...words], {
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, '--enable-source-maps'],
    env: { ...process.env, [CHILD]: '1' },
    stdio: ['inherit', 'inherit', 'pipe', 'ipc', 'pipe'],
  });
  const errors = new ErrorFilter();
  child.stderr?.on('data', (data: Buffer) => errors.pass(data.toString()));
  let lastWords = '';
  child.stdio[LAST_WORDS]?.on('data', (data: Buffer) => {
    lastWords += data.toString();
  });
  const isInterrupted = handOnInterrupts(child);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), LAST_SECONDS * 1000);
    child.on('message', (message) => {
      clearTimeout(timer);
      if (message === LIVE) guardTerminal(child);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (lastWords !== '') reject(new Mistake(lastWords, null));
      else if (code !== null && code >= ENDED) resolve(code - ENDED);
      else if (isInterrupted()) process.kill(process.pid, 'SIGINT');
      else reject(endOf(code, signal, errors.outOfMemory));
    });
  });
};

/**
 * Hands Ctrl-C on to `child`, and waits for what it does about that; a terminal tells it, too. Whoever asks once it is gone learns whether there was
 * one, and has the signal again.
 */
const handOnInterrupts = (child: ChildProcess): (() => boolean) => {
  let isInterrupted = false;
  const handOn = (): void => {
    isInterrupted = true;
    child.kill('SIGINT');
  };
  process.on('SIGINT', handOn);
  child.once('exit', () => process.off('SIGINT', handOn));
  return () => isInterrupted;
};

/** What there is to say of a child that was ended and said nothing itself. */
const endOf = (code: number | null, signal: NodeJS.Signals | null, outOfMemory: boolean): Error => {
  if (outOfMemory) return new Mistake(`it filled the host's memory: it may use ${MEMORY_MEGABYTES} MB`, null);
  if (code !== null) return new Mistake(`the process was ended from inside, with code ${code}`, null);
  if (CRASHES.includes(signal as NodeJS.Signals)) return new Mistake(`the process crashed (${signal})`, null);
  return new UsageError(`the run was ended from outside (${signal})`);
};

const CRASHES: readonly NodeJS.Signals[] = ['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGTRAP'];

/** Passes the child's stderr on, but for what the host prints when memory runs out. */
class ErrorFilter {
  outOfMemory = false;

  pass(text: string): void {
    if (/<--- Last few GCs|out of memory|FATAL ERROR/.test(text)) this.outOfMemory = true;
    // The lookout may be looking when the end comes.
    if (!this.outOfMemory) process.stderr.write(text.replace('Waiting for the debugger to disconnect...\n', ''));
  }
}
