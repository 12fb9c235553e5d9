/** How a run of JOS ended, in a sentence for the summary. */
import { counter, register } from '../../hardware/hardware.ts';
import { type JosLab4, josAbi } from '../../kernel/kernel.ts';
import { DEFAULT_EVENTS, type End, type Outcome } from './end-of-run.ts';
import { currentEnvironment, type EnvironmentView, environmentAt, idText } from './environment.ts';
import { grouped } from './summary.ts';

/** The environment at a breakpoint, which makes everything wait; null if there is none. A panic of a program ends in one. */
export const atBreakpoint = (kernel: JosLab4): EnvironmentView | null =>
  kernel.machine.cpu.runState === register.IDLE ? currentEnvironment(kernel) : null;

/** Why the run of `kernel` is over. */
export const endingOf = (kernel: JosLab4, end: End, { stuck }: Outcome): string => {
  if (stuck !== null) return 'A program did not come back.';
  const { runState } = kernel.machine.cpu;
  if (runState === register.RUNNING) return limitReached(kernel, end);
  if (runState !== register.IDLE) return 'The kernel stopped.';
  const env = atBreakpoint(kernel);
  if (env !== null)
    return `Environment ${idText(env)} is at a breakpoint, and everything waits in the kernel's monitor.`;
  return `Nothing can run any more${waiting(waitingIn(kernel))}.`;
};

const waiting = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? '; an environment waits for ever' : `; ${grouped(count)} environments wait for ever`;
};

const limitReached = (kernel: JosLab4, end: End): string => {
  if (isQuiet(kernel, end)) return `Stopped after ${quietText(end)}: a program spins, and no tick comes.`;
  const hint = end.events === DEFAULT_EVENTS ? ', the limit of a run without --until; --until idle has none' : '';
  return `Stopped after ${grouped(end.events)} events (system calls and ticks)${hint}.`;
};

/** Whether the run is over because no event came any more. */
const isQuiet = ({ machine }: JosLab4, { events }: End): boolean =>
  machine.cpu.runState === register.RUNNING && machine.counters[counter.EVENTS] < events;

const quietText = ({ quiet = 0 }: End): string => `${grouped(quiet)} operations without a system call or tick`;

/** What the reason in the event log does not say of the end; undefined if it says all. */
export const remarkOf = (kernel: JosLab4, end: End): string | undefined => {
  if (isQuiet(kernel, end)) return quietText(end);
  const env = atBreakpoint(kernel);
  return env === null ? undefined : `environment ${idText(env)} is at a breakpoint`;
};

/** How many environments wait, for a message or for their parent. */
const waitingIn = (kernel: JosLab4): number =>
  Array.from({ length: josAbi.NENV }, (_, place) => environmentAt(kernel, place)).filter(
    ({ status }) => status === josAbi.ENV_NOT_RUNNABLE,
  ).length;
