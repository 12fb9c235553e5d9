/**
 * Failure in turn: a scenario is run to its end, and at each system call that allocates the machine is taken back and the call made again, once
 * for each of its allocations, which fails. What a call must do then, the invariants and the model say.
 */
import { josAbi } from '../../../kernel/kernel.ts';
import type { Booted, Moment } from './booted.ts';
import type { Environments } from './environments.ts';
import type { Failing, OneFailing } from './scenario.ts';

/** An allocation, and the number of the system call that made it. */
export interface Made extends OneFailing {
  readonly number: number;
}

/** So many allocations of a scenario fail, at most: what forks on and on has shown by then what it can show. */
const MOST_SWEPT = 150;

/**
 * Passes at most `boundaries` boundaries of what was started on `booted`, while allocations fail as `failing` says. Adds those that there were,
 * in system calls, to `made`. Throws what goes wrong.
 */
export const runFailing = (booted: Booted, boundaries: number, failing: Failing, made: Made[] = []): void => {
  let call = 0;
  for (let left = boundaries; left > 0 && booted.isRunning; left--) {
    const moment = failing === 'in turn' ? booted.moment() : null;
    booted.step(typeof failing === 'object' && failing.call === call ? failing : null);
    const allocations = allocationsOf(booted, call);
    if (allocations.length === 0) continue;
    call += 1;
    made.push(...allocations);
    if (moment !== null && made.length <= MOST_SWEPT) failEach(booted, moment, allocations);
  }
};

/** Makes the call again that was just made, from `moment` on, with each of its `allocations` failing; ends where it was. */
const failEach = (booted: Booted, moment: Moment, allocations: readonly OneFailing[]): void => {
  const after = booted.moment();
  for (const allocation of allocations) {
    booted.goBackTo(moment);
    booted.step(allocation);
  }
  booted.goBackTo(after);
};

/** The allocations of the step that was just taken, if it was a system call. */
export const allocationsOf = ({ lastCall: number, scarcity: { made } }: Environments, call: number): Made[] => {
  if (number < 0 || made === 0) return [];
  const numbers = Array.from({ length: made }, (_, i) => i + 1);
  const all = number === josAbi.SYS_EXOFORK ? [0, ...numbers] : numbers;
  return all.map((allocation) => ({ call, number, allocation }));
};
