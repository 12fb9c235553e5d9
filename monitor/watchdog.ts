/**
 * Limits for programs that people bring. Programs and kernels given by path run in a child process, with a limit of memory and of the
 * time that loading may take; within it each turn of the machine has a limit of time, because a program that loops
 * without yielding cannot be interrupted by a simulated timer. These are limits, not a sandbox.
 */
import { fork } from 'node:child_process';
import vm from 'node:vm';
import { type Machine, ProgramError, register } from '../hardware/hardware.ts';
import { packageFile } from './bundle.ts';
import { guardTerminal, LIVE } from './live/guard.ts';
import { UsageError } from './usage.ts';

/** Set in the child, so that it does not start another. */
const CHILD = 'RINGFENCE_CHILD';
const MEMORY_MEGABYTES = 512;
const LOADING_SECONDS = 10;
/** What a kernel that looped once is given from then on. */
const SECONDS_AFTER_A_LOOP = 0.25;
const TURN = '__ringfenceTurn';

export const isChild = (): boolean => process.env[CHILD] !== undefined;

/** Tells the parent, if there is one, that loading is over, and whether the run will take the terminal for the live screen. */
export const reportReady = (live = false): void => {
  if (isChild()) process.send?.(live ? LIVE : 'ready');
};

/** Runs `turn`, for at most `seconds`; returns whether it came back by itself. What it throws is thrown. */
export const runLimited = (seconds: number, turn: () => void): boolean => {
  const host = globalThis as Record<string, unknown>;
  host[TURN] = turn;
  try {
    new vm.Script(`${TURN}()`).runInThisContext({ timeout: Math.ceil(seconds * 1000) });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return false;
  } finally {
    delete host[TURN];
  }
};

/**
 * Runs scenarios in which the kernel must not loop for ever. Once it did, it is given less time: many more runs are needed
 * to find the shortest program that makes it loop.
 */
export const limited = (seconds: number): ((scenario: () => void) => void) => {
  let limit = seconds;
  return (scenario) => {
    if (runLimited(limit, scenario)) return;
    limit = Math.min(limit, SECONDS_AFTER_A_LOOP);
    throw new Error(`the kernel did not come back within ${seconds} s`);
  };
};

/**
 * Runs `turn`, for at most `seconds`; returns an error that names the running program if it did not come back. Throws a
 * UsageError if it was the kernel.
 */
export const runWatched = (machine: Machine, seconds: number, turn: () => void): ProgramError | null => {
  if (runLimited(seconds, turn)) return null;
  if (machine.cpu.control(register.PRIVILEGE) > 0) return stuckError(machine, seconds);
  throw new UsageError(
    `the kernel did not come back within ${seconds} s: does it loop? If it only needs longer, give --patience SECONDS`,
  );
};

const stuckError = (machine: Machine, seconds: number): ProgramError => {
  const { slot } = machine.cpu;
  const thread = machine.threadOf(slot);
  const error = new ProgramError(
    `it ran for ${seconds} s without yielding: a loop needs a \`yield\` in each turn, as \`yield compute(10)\`; ` +
      'if it only needs longer, give --patience SECONDS',
  );
  if (thread !== null) error.locate(thread.image.name, thread.entryName, thread.operations, slot);
  return error;
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
