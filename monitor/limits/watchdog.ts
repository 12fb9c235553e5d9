/**
 * Limits of time for what people bring: each turn of the machine has one, because a program that loops without yielding cannot be
 * interrupted by a simulated timer. Whoever has a debugger attached has all the time there is.
 */
import { fileURLToPath } from 'node:url';
import { isNativeError } from 'node:util/types';
import vm from 'node:vm';
import { type Machine, ProgramError, register } from '../../hardware/hardware.ts';
import { beginTurn, endTurn, isDebugged, seenLate } from './lookout.ts';
import { Mistake, readable } from './mistake.ts';

/** What a kernel that looped once is given from then on. */
const SECONDS_AFTER_A_LOOP = 0.25;
const TURN = '__ringfenceTurn';
/** Calls are told by their files: this one is ours. */
const HERE = fileURLToPath(import.meta.url);

/** Runs `turn`, for at most `seconds`; returns whether it came back by itself. What it throws is thrown. */
export const runLimited = (seconds: number, turn: () => void): boolean => {
  if (isDebugged()) {
    turn();
    return true;
  }
  const host = globalThis as Record<string, unknown>;
  host[TURN] = turn;
  const limit = beginTurn(seconds);
  try {
    new vm.Script(`${TURN}()`, { filename: HERE }).runInThisContext({ timeout: Math.ceil(limit * 1000) });
    return true;
  } catch (error) {
    if (!isTimeout(error)) throw error;
    return false;
  } finally {
    endTurn();
    delete host[TURN];
  }
};

const isTimeout = (thrown: unknown): boolean =>
  isNativeError(thrown) && (thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/** What there is to say of the turn that just did not come back: `problem`, and where in the user's code it was. */
export const lateness = (problem: string): Mistake => new Mistake(problem, seenLate());

/**
 * Runs scenarios in which the kernel must not loop for ever; what they throw is an error that can be looked at. Once it did, it is given less time: many more runs are needed
 * to find the shortest program that makes it loop.
 */
export const limited = (seconds: number): ((scenario: () => void) => void) => {
  let limit = seconds;
  return (scenario) => {
    if (cameBack(limit, scenario)) return;
    limit = Math.min(limit, SECONDS_AFTER_A_LOOP);
    throw lateness(`the kernel did not come back within ${seconds} s`);
  };
};

const cameBack = (seconds: number, scenario: () => void): boolean => {
  try {
    return runLimited(seconds, scenario);
  } catch (thrown) {
    throw readable(thrown);
  }
};

/** Runs `turn`, for at most `seconds`; returns an error that names the running program if it did not come back. Throws a Mistake if it was the kernel. */
export const runWatched = (machine: Machine, seconds: number, turn: () => void): ProgramError | null => {
  if (runLimited(seconds, turn)) return null;
  if (machine.cpu.control(register.PRIVILEGE) > 0) return stuckError(machine, seconds);
  throw lateness(
    `the kernel did not come back within ${seconds} s: does it loop? If it only needs longer, give --patience SECONDS`,
  );
};

const stuckError = (machine: Machine, seconds: number): ProgramError => {
  const { slot } = machine.cpu;
  const thread = machine.threadOf(slot);
  const error = new ProgramError(
    `it ran for ${seconds} s without yielding: a loop needs a \`yield\` in each turn, as \`yield compute(10)\`; ` +
      'if it only needs longer, give --patience SECONDS',
    { cause: lateness('it looped') },
  );
  if (thread !== null) error.locate(thread.image.name, thread.entryName, thread.operations, slot);
  return error;
};
