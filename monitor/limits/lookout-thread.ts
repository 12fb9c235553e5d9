/** The lookout's own thread (lookout.ts): looks at the clock and at how much memory the process has, and knows the code that people brought. */
import { parentPort, workerData } from 'node:worker_threads';
import { sayLast } from './last-words.ts';
import { HAS_SIGNALS, Shared, TURN_FILE } from './lookout.ts';
import { Mistake } from './mistake.ts';
import { bring, type Frame, innermost, type OwnCode, suspect } from './own-code.ts';
import { StackSample } from './stack-sample.ts';

const MILLISECONDS_BETWEEN_LOOKS = 20;
/** How long the main thread has to be paused in before the end: it cannot be while the host is at work, or nothing is. */
const PAUSING_MILLISECONDS = 2000;
/** How long it takes, at most, to see where a turn is and to have it ended: on a busy host it is tried again. */
const AGAIN_MILLISECONDS = 5000;
/** A turn that nothing ended so long after its deadline waits for something in the host. */
const OVERDUE_MILLISECONDS = 25_000;
const MEGABYTE = 2 ** 20;

const shared = new Shared(workerData as SharedArrayBuffer);
let ticketSeen = 0;
let seenAt = 0;
let sample: StackSample | null = null;
let isEnding = false;

const look = (): void => {
  if (isEnding) return;
  const { deadline, isLoading, ticket } = shared;
  const now = Date.now();
  if (process.memoryUsage.rss() > shared.megabytes * MEGABYTE) return void end(() => tooMuchMemory());
  if (deadline === 0 || now < deadline) return;
  if (isLoading || now > deadline + OVERDUE_MILLISECONDS) return void end(() => tooLate(isLoading));
  if (ticket !== ticketSeen || now > seenAt + AGAIN_MILLISECONDS) see(ticket, now);
};

/** Notes where the turn numbered `ticket` is, and has it ended: by the signal that a turn heeds, while it can be in nothing else. */
const see = (ticket: number, now: number): void => {
  ticketSeen = ticket;
  seenAt = now;
  sample?.end();
  sample = new StackSample((calls) => {
    if (shared.ticket !== ticket || calls.every(({ file }) => file !== TURN_FILE)) return;
    shared.see(calls, ticket);
    if (HAS_SIGNALS) process.kill(process.pid, 'SIGINT');
  });
};

/** The calls that the main thread is in; none if it executes nothing. */
const sampled = (): Promise<readonly Frame[]> => {
  const sample = new StackSample(() => {});
  setTimeout(() => sample.end(), PAUSING_MILLISECONDS);
  return sample.calls;
};

/** Ends the process, with what `problem` says as its last words. */
const end = async (problem: () => string): Promise<void> => {
  isEnding = true;
  sayLast(new Mistake(problem(), innermost(await sampled())).paragraph);
  process.kill(process.pid, 'SIGKILL');
};

const who = (): string => {
  const code = suspect();
  return code === undefined ? 'the program' : `the ${code.kind} ${code.path}`;
};

const tooMuchMemory = (): string => `${who()} filled the host's memory: it may use ${shared.megabytes} MB`;

const tooLate = (isLoading: boolean): string =>
  isLoading
    ? `loading ${who()} did not come to an end: does it loop, or wait, outside of its functions?`
    : `${who()} did not come back: it waits for something of the host`;

parentPort?.on('message', (code: OwnCode) => bring(code));
setInterval(look, MILLISECONDS_BETWEEN_LOOKS);
