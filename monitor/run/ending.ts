/** How a run ended, in a sentence. */

import { counter, register } from '../../hardware/hardware.ts';
import { grouped, type System } from '../../presentation/presentation.ts';
import { subjectOf } from '../report/verdict.ts';
import { DEFAULT_EVENTS, type End, type Outcome, QUIET_OPERATIONS } from './end-of-run.ts';

/** Why the run of `system` is over. */
export const endingOf = (system: System, end: End, outcome: Outcome): string => {
  if (outcome.broken !== null) return `The ${subjectOf(outcome.broken)} went wrong, which ended the run.`;
  if (outcome.stuck !== null) return 'A program did not come back.';
  const { runState } = system.kernel.machine.cpu;
  if (outcome.thrown !== null) return 'The kernel stopped.';
  if (runState === register.RUNNING) return limitReached(system, end, outcome);
  if (runState === register.POWERED_OFF) return 'The machine was switched off.';
  if (runState !== register.IDLE) return 'The kernel stopped.';
  return system.standstill?.()?.sentence ?? 'Nothing can run any more.';
};

const limitReached = ({ kernel: { machine } }: System, end: End, { isQuiet }: Outcome): string => {
  if (isQuiet) return `Stopped after ${QUIET}: a program spins, and no tick comes.`;
  if (machine.counters[counter.EVENTS] < end.events) return end.saturated ? 'Stopped: no page is free.' : 'Stopped.';
  const hint = end.events === DEFAULT_EVENTS ? ', the limit of a run without --until; --until idle has none' : '';
  return `Stopped after ${grouped(end.events)} events (system calls and ticks)${hint}.`;
};

const QUIET = `${grouped(QUIET_OPERATIONS)} operations without a system call or tick`;

/** What the reason in the event log does not say of the end; undefined if it says all. */
export const remarkOf = (system: System, { isQuiet }: Outcome): string | undefined =>
  isQuiet ? QUIET : system.standstill?.()?.complaint;
