/**
 * Limits of time for what people bring: each turn of the machine has one, because a program that loops without yielding cannot be
 * interrupted by a simulated timer.
 */
import vm from 'node:vm';
import { type Machine, ProgramError, register } from '../../hardware/hardware.ts';
import { UsageError } from '../command-line/usage-error.ts';

/** What a kernel that looped once is given from then on. */
const SECONDS_AFTER_A_LOOP = 0.25;
const TURN = '__ringfenceTurn';

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
