/** The lookout's own thread (lookout.ts): looks at the clock and at how much memory the process has, and knows the code that people brought. */
import { parentPort, workerData } from 'node:worker_threads';
import { sayLast } from './last-words.ts';
import { Shared } from './lookout.ts';
import { Mistake } from './mistake.ts';
import { bring, type Frame, innermost, type OwnCode, suspect } from './own-code.ts';
import { StackSample } from './stack-sample.ts';

const MILLISECONDS_BETWEEN_LOOKS = 20;
/** How long the main thread has to be paused in: it cannot be while the host is at work, or nothing is. */
const PAUSING_MILLISECONDS = 1000;
/** A turn that does not end by itself so long after its deadline waits for something in the host. */
const OVERDUE_MILLISECONDS = 5000;
const MEGABYTE = 2 ** 20;

const shared = new Shared(workerData as SharedArrayBuffer);
let ticketSeen = 0;
let isEnding = false;

const look = (): void => {
  if (isEnding) return;
  const { deadline, early, isLoading, ticket } = shared;
  const now = Date.now();
  if (process.memoryUsage.rss() > shared.megabytes * MEGABYTE) return void end(() => tooMuchMemory());
  if (deadline === 0 || now < deadline - early) return;
  if (isLoading || now > deadline + OVERDUE_MILLISECONDS) return void end(() => tooLate(isLoading));
  if (ticket !== ticketSeen) void see(ticket);
};

/** Notes where the turn numbered `ticket` is. */
const see = async (ticket: number): Promise<void> => {
  ticketSeen = ticket;
  shared.see(await sampled(), ticket);
};

/** The calls that the main thread is in; none if it executes nothing. */
const sampled = async (): Promise<readonly Frame[]> => {
  const sample = new StackSample();
  const nothing = new Promise<null>((resolve) => setTimeout(resolve, PAUSING_MILLISECONDS, null));
  const calls = await Promise.race([sample.calls, nothing]);
  if (calls === null) sample.end();
  return calls ?? [];
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
