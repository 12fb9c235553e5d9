/**
 * Limits of time for what people bring: each turn of the machine has one, because a program that loops without yielding cannot be
 * interrupted by a simulated timer. Whoever has a debugger attached has all the time there is.
 */
import { isNativeError } from 'node:util/types';
import vm from 'node:vm';
import { type Machine, ProgramError, register } from '../../hardware/hardware.ts';
import { LATE } from '../../specs/specs.ts';
import { noteInterruption } from './interruption.ts';
import { beginTurn, endTurn, HAS_SIGNALS, isDebugged, isSeen, seenLate, TURN_FILE } from './lookout.ts';
import { Mistake, readable } from './mistake.ts';
import { type Place, suspect } from './own-code.ts';

/** What a kernel that looped once is given from then on. */
const SECONDS_AFTER_A_LOOP = 0.1;
const TURN = '__ringfenceTurn';

/**
 * Runs `turn`, for at most `seconds`; returns whether it came back by itself. What it throws is thrown. A turn that the user interrupts, during a
 * search that hears of that, is taken once more from its beginning.
 */
export const runLimited = (seconds: number, turn: () => void): boolean => {
  if (isDebugged()) {
    turn();
    return true;
  }
  const host = globalThis as Record<string, unknown>;
  host[TURN] = turn;
  const limit = beginTurn(seconds);
  try {
    const limits = { timeout: Math.ceil(limit * 1000), breakOnSigint: HAS_SIGNALS && limit !== seconds };
    new vm.Script(`${TURN}()`, { filename: TURN_FILE }).runInThisContext(limits);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code !== TIMEOUT && code !== INTERRUPTED) throw error;
    if (code !== INTERRUPTED || isSeen()) return false;
    if (!noteInterruption()) dieInterrupted();
    return runLimited(seconds, turn);
  } finally {
    endTurn();
    delete host[TURN];
  }
};

const TIMEOUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
const INTERRUPTED = 'ERR_SCRIPT_EXECUTION_INTERRUPTED';

const codeOf = (thrown: unknown): string | undefined =>
  isNativeError(thrown) ? (thrown as NodeJS.ErrnoException).code : undefined;

/** It was the user who interrupted: does what would have been done without a turn. */
const dieInterrupted = (): void => {
  process.emit('SIGINT', 'SIGINT');
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
};

/** What there is to say of the turn that just did not come back: `problem`, and where in the user's code it was, or else `otherwise`. */
export const lateness = (problem: string, otherwise: Place | null = null): Mistake =>
  new Mistake(problem, seenLate() ?? otherwise);

/**
 * Runs scenarios, which may be run again, in which the kernel must not loop for ever; what they throw is an error that can be looked at. Once it did, it is given less time: many more runs are needed
 * to find the shortest program that makes it loop.
 */
export const limited = (seconds: number): ((scenario: () => void) => void) => {
  let limit = seconds;
  let place: Place | null = null;
  return (scenario) => {
    if (cameBack(limit, scenario)) return;
    limit = Math.min(limit, SECONDS_AFTER_A_LOOP);
    const late = Object.assign(
      lateness(
        `the ${suspect()?.kind === 'library' ? 'library' : 'kernel'} did not come back within ${seconds} s`,
        place,
      ),
      { name: LATE },
    );
    place = late.place;
    throw late;
  };
};

/**
 * Whether `scenario` comes back within so many seconds of the processor: on a busy host that is longer by the clock, and a scenario that was
 * ended before it had them is run once more.
 */
const cameBack = (seconds: number, scenario: () => void): boolean => {
  let patience = seconds;
  for (;;) {
    const start = processorSeconds();
    try {
      if (runLimited(patience, scenario)) return true;
    } catch (thrown) {
      throw readable(thrown);
    }
    const had = processorSeconds() - start;
    if (had >= seconds * FAIR_SHARE || patience === seconds * MOST_TIMES) return false;
    patience = Math.min((patience * seconds) / had, seconds * MOST_TIMES);
  }
};

/** What a process that is ended at a time has had of it, if it had the processor to itself. */
const FAIR_SHARE = 0.9;
/** One that waits uses no processor: it is not waited for longer than so many times. */
const MOST_TIMES = 8;

const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
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
